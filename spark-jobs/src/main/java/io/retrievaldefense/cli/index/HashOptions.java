package io.retrievaldefense.cli.index;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The keys of section {@code index} as options of their own. */
final class HashOptions {
  private final List<String> settings = new ArrayList<>();

  HashOptions() {}

  @Option(names = "--engine", paramLabel = "ENGINE", description = "lsh (default), exact or hnsw")
  private void engine(String value) {
    settings.add("index.engine=" + value);
  }

  @Option(
      names = "--functions",
      paramLabel = "K",
      description = "hash functions of a table; like all that follow, a key of the configuration")
  private void functions(String value) {
    settings.add("index.functions=" + value);
  }

  @Option(names = "--tables", paramLabel = "L", description = "hash tables")
  private void tables(String value) {
    settings.add("index.tables=" + value);
  }

  @Option(
      names = "--width",
      paramLabel = "W",
      description = "width of a hash cell, in units of the data's scale")
  private void width(String value) {
    settings.add("index.width=" + value);
  }

  @Option(
      names = "--sketch-bits",
      paramLabel = "BITS",
      description = "bits of the sketch that screens candidates, a multiple of 64")
  private void sketchBits(String value) {
    settings.add("index.sketch-bits=" + value);
  }

  @Option(names = "--probes", paramLabel = "P", description = "buckets looked into per table")
  private void probes(String value) {
    settings.add("index.probes=" + value);
  }

  @Option(
      names = "--candidate-budget",
      paramLabel = "N",
      description = "candidates of a query at most, or all")
  private void candidateBudget(String value) {
    settings.add("index.candidate-budget=" + value);
  }

  @Option(
      names = "--rerank-limit",
      paramLabel = "N",
      description = "candidates compared by exact distance, or all")
  private void rerankLimit(String value) {
    settings.add("index.rerank-limit=" + value);
  }

  @Option(names = "--seed", paramLabel = "SEED", description = "seed of the hash functions")
  private void seed(String value) {
    settings.add("seed=" + value);
  }

  /** The options that were given, as {@code --set} takes them. */
  List<String> settings() {
    return List.copyOf(settings);
  }
}
