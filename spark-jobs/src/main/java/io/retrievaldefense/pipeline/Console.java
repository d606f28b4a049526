package io.retrievaldefense.pipeline;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Where the user reads along: lines, and on a terminal below them a bar that is drawn over and
 * over.
 */
public final class Console {
  /** To the start of the line, and clears it. */
  private static final String OVER = "\r\u001b[K";

  private final PrintWriter out;
  private final LongSupplier nanoTime;
  private final Medium medium;
  private boolean barShown;

  /** What lines are written to. */
  enum Medium {
    /** Can be drawn over. */
    TERMINAL,
    /** A file or a pipe. */
    LINES
  }

  /**
   * @param out where lines go
   */
  public Console(PrintWriter out) {
    this(out, System::nanoTime, System.console() == null ? Medium.LINES : Medium.TERMINAL);
  }

  Console(PrintWriter out, LongSupplier nanoTime) {
    this(out, nanoTime, Medium.LINES);
  }

  Console(PrintWriter out, LongSupplier nanoTime, Medium medium) {
    this.out = Objects.requireNonNull(out, "out");
    this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    this.medium = Objects.requireNonNull(medium, "medium");
  }

  /**
   * @param text one line
   */
  public synchronized void line(String text) {
    if (barShown) {
      out.print(OVER);
      barShown = false;
    }
    out.println(text);
    out.flush();
  }

  /** Draws over the last bar; of terminals only. */
  synchronized void bar(String text) {
    out.print(OVER + text);
    out.flush();
    barShown = true;
  }

  /**
   * @param name what begins every line
   * @return progress as lines, one in five seconds at most, or as a bar on a terminal
   */
  public Progress progress(String name) {
    return new ConsoleProgress(this, name);
  }

  Medium medium() {
    return medium;
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }

  double secondsSince(long nanos) {
    return (nanoTime() - nanos) / 1e9;
  }
}
