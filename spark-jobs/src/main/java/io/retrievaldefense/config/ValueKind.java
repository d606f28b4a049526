package io.retrievaldefense.config;

import java.util.Optional;

/**
 * A type of configuration value together with its range: declared once, used to read, to check and
 * to document.
 *
 * @param <T> the Java type of the value
 */
interface ValueKind<T> {

  /** What a value must do, to follow "must": {@code be a whole number in [1, 10]}. */
  String rule();

  /** The value if {@code raw}, as HOCON gives it, is of this type and in range. */
  Optional<T> parse(Object raw);

  /** Whether a value that did not come from a file is in range. */
  boolean allows(T value);

  /** The value as one would write it in the file; equal values give equal text. */
  String show(T value);

  /** Whether {@code --set} takes the text as it stands, without reading it as HOCON. */
  default boolean isText() {
    return false;
  }

  /** Whether {@code --set} takes comma-separated values, with or without brackets. */
  default boolean isList() {
    return false;
  }
}
