package io.retrievaldefense.study;

import io.retrievaldefense.config.ConfigException;
import java.util.HashSet;
import java.util.List;

/**
 * What a study is of.
 *
 * @param title of its report
 * @param base configuration file of all runs
 * @param settings {@code key=value} each, over the base, for all runs
 * @param design how factors are combined
 * @param factors what runs differ in; none for the base alone
 * @param seeds one run of every variant for each
 */
public record StudySpec(
    String title,
    java.nio.file.Path base,
    List<String> settings,
    Design design,
    List<Factor> factors,
    List<Long> seeds) {

  /** How factors are combined. */
  public enum Design {
    /** The base, and for every level of every factor a variant that differs from it in that. */
    ONE_AT_A_TIME,
    /** The base, and every combination of one level of each factor. */
    GRID
  }

  /** Checks seeds and names. */
  public StudySpec {
    settings = List.copyOf(settings);
    factors = List.copyOf(factors);
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty() || new HashSet<>(seeds).size() < seeds.size()) {
      throw new ConfigException("seeds of a study must be at least one, none twice: " + seeds);
    }
    if (factors.stream().map(Factor::name).distinct().count() < factors.size()) {
      throw new ConfigException(
          "factors of a study must have different names: "
              + factors.stream().map(Factor::name).toList());
    }
  }
}
