package io.retrievaldefense.bench;

import java.util.List;

/**
 * What one JVM of {@link IndexComparison} does; handed to it as JSON.
 *
 * @param engine {@code build}, or the engine to search with: lsh, exact, hnsw, mllib
 * @param vectors file of the vectors; empty to generate them
 * @param queries file of the queries; empty to generate them
 * @param generated how many vectors to generate, if they are
 * @param dimension of generated vectors
 * @param queryCount queries at most
 * @param neighbors n
 * @param threads that search
 * @param rounds how often all queries are searched, of which the later ones count
 * @param efforts what is varied: probes of lsh, beams of hnsw
 * @param hash parameters to build with
 * @param rerankLimit of lsh
 * @param folder of the index, and of the truth that {@code exact} writes beside it
 */
record IndexTrialSpec(
    String engine,
    String vectors,
    String queries,
    long generated,
    int dimension,
    int queryCount,
    int neighbors,
    int threads,
    int rounds,
    List<Integer> efforts,
    Hash hash,
    int rerankLimit,
    String folder) {

  /** The parameters of the hash functions. */
  record Hash(int functions, int tables, float width, int sketchBits, long seed) {}

  IndexTrialSpec with(String otherEngine, int otherQueryCount, List<Integer> otherEfforts) {
    return new IndexTrialSpec(
        otherEngine,
        vectors,
        queries,
        generated,
        dimension,
        otherQueryCount,
        neighbors,
        threads,
        rounds,
        otherEfforts,
        hash,
        rerankLimit,
        folder);
  }
}
