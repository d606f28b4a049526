package io.retrievaldefense.pipeline;

import java.util.Locale;

/**
 * Progress as lines: what, how far, time left; no more than one in five seconds, notes aside. On a
 * terminal as a bar instead.
 */
final class ConsoleProgress implements Progress {
  private static final double SECONDS_BETWEEN_LINES = 5;
  private static final double SECONDS_BETWEEN_BARS = 0.2;
  private static final int BAR = 24;

  private final Console console;
  private final String step;
  private String what = "";
  private long units;
  private long done;
  private long began;
  private long lastLine;

  ConsoleProgress(Console console, String step) {
    this.console = console;
    this.step = step;
    this.began = console.nanoTime();
    this.lastLine = began;
  }

  @Override
  public synchronized void begin(String newWhat, long newUnits) {
    if (newUnits < 0) {
      throw new IllegalArgumentException("units must not be negative: " + newUnits);
    }
    what = newWhat;
    units = newUnits;
    done = 0;
    began = console.nanoTime();
    lastLine = began;
  }

  @Override
  public synchronized void advance(long more) {
    if (more < 0) {
      throw new IllegalArgumentException("units must not be negative: " + more);
    }
    done += more;
    if (done >= units) {
      return;
    }
    double since = console.secondsSince(lastLine);
    if (console.medium() == Console.Medium.TERMINAL) {
      if (since >= SECONDS_BETWEEN_BARS) {
        lastLine = console.nanoTime();
        console.bar(bar(console.secondsSince(began)));
      }
    } else if (since >= SECONDS_BETWEEN_LINES) {
      lastLine = console.nanoTime();
      console.line(step + ": " + state(console.secondsSince(began)));
    }
  }

  /** Short, since what is wider than the terminal could not be drawn over. */
  private String bar(double elapsed) {
    int full = Math.toIntExact(BAR * done / units);
    return String.format(
        Locale.ROOT,
        "%s [%s%s] %d %%%s",
        step,
        "#".repeat(full),
        ".".repeat(BAR - full),
        100 * done / units,
        left(elapsed));
  }

  @Override
  public synchronized void note(String message) {
    console.line(step + ": " + message);
  }

  private String state(double elapsed) {
    return String.format(
        Locale.ROOT,
        "%s, %,d of %,d (%d %%)%s",
        what,
        done,
        units,
        100 * done / units,
        left(elapsed));
  }

  private String left(double elapsed) {
    return done == 0 ? "" : ", " + Durations.clock(elapsed / done * (units - done)) + " left";
  }
}
