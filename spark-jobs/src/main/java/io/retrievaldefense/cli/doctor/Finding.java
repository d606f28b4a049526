package io.retrievaldefense.cli.doctor;

import java.util.Locale;
import java.util.Objects;

/**
 * What a check found.
 *
 * @param grade how good it is
 * @param what was looked at, a word
 * @param found half a sentence
 * @param fix what to do about it; empty if nothing need be done
 */
record Finding(Grade grade, String what, String found, String fix) {

  /** From good to bad. */
  enum Grade {
    OK,
    WARN,
    FAIL
  }

  /** Checks that what is not good comes with a fix. */
  Finding {
    Objects.requireNonNull(grade, "grade");
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(found, "found");
    if ((grade == Grade.OK) != fix.isEmpty()) {
      throw new IllegalArgumentException("finding must have a fix unless it is OK: " + what);
    }
  }

  static Finding ok(String what, String found) {
    return new Finding(Grade.OK, what, found, "");
  }

  static Finding warn(String what, String found, String fix) {
    return new Finding(Grade.WARN, what, found, fix);
  }

  static Finding fail(String what, String found, String fix) {
    return new Finding(Grade.FAIL, what, found, fix);
  }

  /** One line, and a second one for the fix. */
  String text() {
    String line = String.format("%-5s%-9s%s", grade.name().toLowerCase(Locale.ROOT), what, found);
    return fix.isEmpty() ? line : line + System.lineSeparator() + "     fix: " + fix;
  }
}
