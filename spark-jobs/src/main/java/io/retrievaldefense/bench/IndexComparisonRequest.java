package io.retrievaldefense.bench;

import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.manifest.SearchSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a comparison of engines is to measure.
 *
 * @param vectors file of the vectors; without it they are generated
 * @param queries file of the queries; without it they are generated
 * @param generated how many vectors to generate
 * @param dimension of generated vectors
 * @param queryCount queries at most
 * @param neighbors n
 * @param threads that search
 * @param rounds how often all queries are searched, of which the later ones count
 * @param engines in this order; {@code exact} first, since recall is against it
 * @param hash of the index
 * @param search the middle of the curve of lsh
 * @param heap of each JVM, as {@code -Xmx} takes it
 */
public record IndexComparisonRequest(
    Optional<Path> vectors,
    Optional<Path> queries,
    long generated,
    int dimension,
    int queryCount,
    int neighbors,
    int threads,
    int rounds,
    List<String> engines,
    HashParameters hash,
    SearchSettings search,
    Optional<String> heap) {
  private static final List<String> ENGINES = List.of("exact", "lsh", "hnsw", "mllib");

  /** Checks what can be checked before any work. */
  public IndexComparisonRequest {
    if (vectors.isPresent() != queries.isPresent()) {
      throw new IllegalArgumentException(
          "vectors and queries must come together: " + vectors + ", " + queries);
    }
    requirePositive("dimension", dimension);
    requirePositive("queries", queryCount);
    requirePositive("neighbors", neighbors);
    requirePositive("threads", threads);
    requirePositive("rounds", rounds);
    if (vectors.isEmpty() && generated < neighbors) {
      throw new IllegalArgumentException(
          "generated vectors must be at least the neighbors, " + neighbors + ": " + generated);
    }
    if (engines.isEmpty() || !engines.get(0).equals("exact") || !ENGINES.containsAll(engines)) {
      throw new IllegalArgumentException(
          "engines must be exact and then some of lsh, hnsw, mllib: " + engines);
    }
    engines = List.copyOf(engines);
  }

  private static void requirePositive(String thing, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(thing + " must be at least 1: " + value);
    }
  }
}
