package io.retrievaldefense.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Kinds of values that are words. */
final class TextKinds {
  private TextKinds() {}

  /** Any text, the empty one too. */
  static final ValueKind<String> TEXT =
      new ValueKind<>() {
        @Override
        public String rule() {
          return "be text";
        }

        @Override
        public Optional<String> parse(Object raw) {
          return raw instanceof String || raw instanceof Number
              ? Optional.of(raw.toString())
              : Optional.empty();
        }

        @Override
        public boolean allows(String value) {
          return true;
        }

        @Override
        public String show(String value) {
          return value;
        }

        @Override
        public boolean isText() {
          return true;
        }
      };

  /** True or false. */
  static final ValueKind<Boolean> FLAG =
      new ValueKind<>() {
        @Override
        public String rule() {
          return "be true or false";
        }

        @Override
        public Optional<Boolean> parse(Object raw) {
          return switch (String.valueOf(raw)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
          };
        }

        @Override
        public boolean allows(Boolean value) {
          return true;
        }

        @Override
        public String show(Boolean value) {
          return value.toString();
        }
      };

  static <E extends Enum<E>> ValueKind<E> choice(Class<E> type) {
    return new ChoiceKind<>(type);
  }

  /** The word that stands for an enum constant in the file: {@code IMAGE_FOLDER}, image-folder. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private record ChoiceKind<E extends Enum<E>>(Class<E> type) implements ValueKind<E> {
    @Override
    public String rule() {
      return "be one of "
          + Arrays.stream(type.getEnumConstants())
              .map(TextKinds::word)
              .collect(Collectors.joining(", "));
    }

    @Override
    public Optional<E> parse(Object raw) {
      return Arrays.stream(type.getEnumConstants()).filter(e -> word(e).equals(raw)).findFirst();
    }

    @Override
    public boolean allows(E value) {
      return true;
    }

    @Override
    public String show(E value) {
      return word(value);
    }

    @Override
    public boolean isText() {
      return true;
    }
  }
}
