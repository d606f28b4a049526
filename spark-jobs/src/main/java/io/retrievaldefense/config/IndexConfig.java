package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * The retrieval index over h' (p-stable hashing, Datar et al. 2004; multi-probe, Lv et al. 2007).
 *
 * @param engine how neighbours are found
 * @param tables number L of hash tables
 * @param functions number k of hash functions of a table
 * @param width bucket width w of {@code floor((a.x + b) / w)}
 * @param probes buckets looked into beyond the query's own, per table
 * @param candidateBudget candidates re-ranked per query, at most
 * @param shards files the index is written to
 */
public record IndexConfig(
    Engine engine,
    int tables,
    int functions,
    double width,
    int probes,
    int candidateBudget,
    int shards) {

  /** How neighbours are found. */
  public enum Engine {
    /** Locality-sensitive hashing. */
    LSH,
    /** Comparison with every vector. */
    EXACT
  }

  static final ConfigKey<Engine> ENGINE =
      ConfigKey.choice("index.engine", Engine.class, "how neighbours are found");
  static final ConfigKey<Integer> TABLES =
      ConfigKey.integer("index.tables", 1, 1024, "number L of hash tables");
  static final ConfigKey<Integer> FUNCTIONS =
      ConfigKey.integer("index.functions", 1, 64, "number k of hash functions of a table");
  static final ConfigKey<Double> WIDTH =
      ConfigKey.number(
          "index.width", Interval.above(0, 1e6), "bucket width w of floor((a.x + b) / w)");
  static final ConfigKey<Integer> PROBES =
      ConfigKey.integer(
          "index.probes", 0, 100_000, "buckets looked into beyond the query's own, per table");
  static final ConfigKey<Integer> CANDIDATE_BUDGET =
      ConfigKey.integer(
          "index.candidate-budget",
          1,
          Integer.MAX_VALUE,
          "candidates re-ranked per query, at most");
  static final ConfigKey<Integer> SHARDS =
      ConfigKey.integer("index.shards", 1, 65_536, "files the index is written to");

  static final List<ConfigKey<?>> KEYS =
      List.of(ENGINE, TABLES, FUNCTIONS, WIDTH, PROBES, CANDIDATE_BUDGET, SHARDS);

  /** Checks every value. */
  public IndexConfig {
    TABLES.check(tables);
    FUNCTIONS.check(functions);
    WIDTH.check(width);
    PROBES.check(probes);
    CANDIDATE_BUDGET.check(candidateBudget);
    SHARDS.check(shards);
  }

  static IndexConfig read(Config config) {
    return new IndexConfig(
        ENGINE.read(config),
        TABLES.read(config),
        FUNCTIONS.read(config),
        WIDTH.read(config),
        PROBES.read(config),
        CANDIDATE_BUDGET.read(config),
        SHARDS.read(config));
  }
}
