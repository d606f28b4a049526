package io.retrievaldefense.pipeline;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Where the user reads along. */
public final class Console {
  private final PrintWriter out;
  private final LongSupplier nanoTime;

  /**
   * @param out where lines go
   */
  public Console(PrintWriter out) {
    this(out, System::nanoTime);
  }

  Console(PrintWriter out, LongSupplier nanoTime) {
    this.out = Objects.requireNonNull(out, "out");
    this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
  }

  /**
   * @param text one line
   */
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  /**
   * @param name what begins every line
   * @return progress as lines, one in five seconds at most
   */
  public Progress progress(String name) {
    return new ConsoleProgress(this, name);
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }

  double secondsSince(long nanos) {
    return (nanoTime() - nanos) / 1e9;
  }
}
