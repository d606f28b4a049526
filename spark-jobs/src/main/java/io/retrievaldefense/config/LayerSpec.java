package io.retrievaldefense.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One layer of the extractor as it is written in the configuration: {@code conv 32}, {@code pool},
 * {@code dense 256}.
 *
 * @param type what it is
 * @param units filters of a convolution, outputs of a dense layer, 0 for a pool
 */
public record LayerSpec(Type type, int units) {
  private static final int MOST_UNITS = 16384;
  private static final Pattern SYNTAX = Pattern.compile("(conv|dense) +(\\d{1,5})|(pool)");

  /** The layers there are. */
  public enum Type {
    /** A 3x3 convolution of stride 1 that keeps height and width, with ReLU. */
    CONV,
    /** A 2x2 max pool of stride 2. */
    POOL,
    /** A dense layer with ReLU. */
    DENSE
  }

  /** Checks that the units fit the type. */
  public LayerSpec {
    boolean fits = type == Type.POOL ? units == 0 : units >= 1 && units <= MOST_UNITS;
    if (!fits) {
      throw new IllegalArgumentException(
          "units of layer " + type + " must be in [1, " + MOST_UNITS + "], 0 of a pool: " + units);
    }
  }

  /** Refuses a convolution or pool behind a dense layer, and a network without both kinds. */
  static void requireOrder(ConfigKey<List<LayerSpec>> key, List<LayerSpec> layers) {
    boolean dense = false;
    for (LayerSpec layer : layers) {
      if (dense && layer.type() != Type.DENSE) {
        throw new ConfigException(
            key.path()
                + " must hold no convolution and no pool after a dense layer: "
                + key.kind().show(layers));
      }
      dense |= layer.type() == Type.DENSE;
    }
    if (!layers.isEmpty() && (!dense || layers.get(0).type() == Type.DENSE)) {
      throw new ConfigException(
          key.path()
              + " must begin with a convolution or a pool and end in a dense layer: "
              + key.kind().show(layers));
    }
  }

  @Override
  public String toString() {
    String word = type.name().toLowerCase(Locale.ROOT);
    return type == Type.POOL ? word : word + " " + units;
  }

  static final ValueKind<LayerSpec> KIND =
      new ValueKind<>() {
        @Override
        public String rule() {
          return "be \"conv N\", \"pool\" or \"dense N\" with N in [1, " + MOST_UNITS + "]";
        }

        @Override
        public Optional<LayerSpec> parse(Object raw) {
          Matcher match = SYNTAX.matcher(String.valueOf(raw).trim());
          if (!match.matches()) {
            return Optional.empty();
          }
          if (match.group(3) != null) {
            return Optional.of(new LayerSpec(Type.POOL, 0));
          }
          int units = Integer.parseInt(match.group(2));
          return units >= 1 && units <= MOST_UNITS
              ? Optional.of(
                  new LayerSpec(Type.valueOf(match.group(1).toUpperCase(Locale.ROOT)), units))
              : Optional.empty();
        }

        @Override
        public boolean allows(LayerSpec value) {
          return true;
        }

        @Override
        public String show(LayerSpec value) {
          return value.toString();
        }
      };
}
