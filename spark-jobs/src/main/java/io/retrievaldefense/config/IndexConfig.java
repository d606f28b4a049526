package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * The retrieval index over h' (p-stable hashing, Datar et al. 2004; multi-probe, Lv et al. 2007).
 *
 * @param engine how neighbours are found
 * @param tables number L of hash tables
 * @param functions number k of hash functions of a table
 * @param width bucket width w of {@code floor((a.x + b) / w)}, in units of the data's scale
 * @param sketchBits bits of the sign sketch that pre-ranks candidates, 0 for none
 * @param probes buckets looked into per table, the query's own first
 * @param candidateBudget candidates a query looks at, at most, lowest ids first
 * @param rerankLimit candidates whose exact distance is computed, at most
 * @param shards files the index is written to
 * @param tuneRecall recall of the ten nearest for which functions, tables, width, probes and
 *     re-rank limit are chosen by the data; 0 for those configured
 * @param rows how much of the private set is indexed, drawn by the seed
 * @param labelNoise share of the indexed rows under the label of any other class
 * @param labelFlips share of them under the label of the class that follows theirs
 */
public record IndexConfig(
    Engine engine,
    int tables,
    int functions,
    double width,
    int sketchBits,
    int probes,
    Count candidateBudget,
    Count rerankLimit,
    int shards,
    double tuneRecall,
    Count rows,
    double labelNoise,
    double labelFlips) {

  /** How neighbours are found. */
  public enum Engine {
    /** Locality-sensitive hashing. */
    LSH,
    /** Comparison with every vector. */
    EXACT,
    /** A navigable small-world graph, built when the index is opened. */
    HNSW
  }

  static final ConfigKey<Engine> ENGINE =
      ConfigKey.choice("index.engine", Engine.class, "how neighbours are found");
  static final ConfigKey<Integer> TABLES =
      ConfigKey.integer("index.tables", 1, 1024, "number L of hash tables");
  static final ConfigKey<Integer> FUNCTIONS =
      ConfigKey.integer("index.functions", 1, 64, "number k of hash functions of a table");
  static final ConfigKey<Double> WIDTH =
      ConfigKey.number(
          "index.width",
          Interval.above(0, 1e6),
          "bucket width w of floor((a.x + b) / w), in units of the data's scale");
  static final ConfigKey<Integer> SKETCH_BITS =
      ConfigKey.integer(
          "index.sketch-bits",
          0,
          1024,
          "bits of the sketch that pre-ranks candidates, a multiple of 64; 0 for none");
  static final ConfigKey<Integer> PROBES =
      ConfigKey.integer(
          "index.probes", 1, 100_000, "buckets looked into per table, the query's own first");
  static final ConfigKey<Count> CANDIDATE_BUDGET =
      ConfigKey.of(
          "index.candidate-budget",
          Count.kind(1),
          "candidates a query looks at, at most, lowest ids first");
  static final ConfigKey<Count> RERANK_LIMIT =
      ConfigKey.of(
          "index.rerank-limit",
          Count.kind(1),
          "candidates whose exact distance is computed, at most");
  static final ConfigKey<Integer> SHARDS =
      ConfigKey.integer(
          "index.shards",
          1,
          65_536,
          "files the index is written to, at least; one holds 256 MiB at most");

  static final ConfigKey<Double> TUNE_RECALL =
      ConfigKey.number(
          "index.tune-recall",
          Interval.closed(0, 1),
          "recall@10 for which functions, tables, width, probes and re-rank limit are chosen on a"
              + " sample of the private set, asked with validation images; 0 for those configured");

  static final ConfigKey<Count> ROWS =
      ConfigKey.of(
          "index.rows",
          Count.kind(1),
          "how much of the private set is indexed; fewer are part of more");
  static final ConfigKey<Double> LABEL_NOISE =
      ConfigKey.number(
          "index.label-noise",
          Interval.closed(0, 1),
          "share of indexed rows that carry the label of any other class");
  static final ConfigKey<Double> LABEL_FLIPS =
      ConfigKey.number(
          "index.label-flips",
          Interval.closed(0, 1),
          "share of indexed rows that someone has put the label of the next class on");

  static final List<ConfigKey<?>> KEYS =
      List.of(
          ENGINE,
          TABLES,
          FUNCTIONS,
          WIDTH,
          SKETCH_BITS,
          PROBES,
          CANDIDATE_BUDGET,
          RERANK_LIMIT,
          SHARDS,
          TUNE_RECALL,
          ROWS,
          LABEL_NOISE,
          LABEL_FLIPS);

  /** Checks every value. */
  public IndexConfig {
    TABLES.check(tables);
    FUNCTIONS.check(functions);
    WIDTH.check(width);
    SKETCH_BITS.check(sketchBits);
    PROBES.check(probes);
    CANDIDATE_BUDGET.check(candidateBudget);
    RERANK_LIMIT.check(rerankLimit);
    SHARDS.check(shards);
    TUNE_RECALL.check(tuneRecall);
    ROWS.check(rows);
    LABEL_NOISE.check(labelNoise);
    LABEL_FLIPS.check(labelFlips);
    if (sketchBits % Long.SIZE != 0) {
      throw new ConfigException("index.sketch-bits must be a multiple of 64: " + sketchBits);
    }
  }

  static IndexConfig read(Config config) {
    return new IndexConfig(
        ENGINE.read(config),
        TABLES.read(config),
        FUNCTIONS.read(config),
        WIDTH.read(config),
        SKETCH_BITS.read(config),
        PROBES.read(config),
        CANDIDATE_BUDGET.read(config),
        RERANK_LIMIT.read(config),
        SHARDS.read(config),
        TUNE_RECALL.read(config),
        ROWS.read(config),
        LABEL_NOISE.read(config),
        LABEL_FLIPS.read(config));
  }
}
