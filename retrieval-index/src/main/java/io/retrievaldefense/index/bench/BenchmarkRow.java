package io.retrievaldefense.index.bench;

/**
 * One engine under one setting.
 *
 * @param engine lsh, exact, hnsw, or another that the caller measured
 * @param vectors searched
 * @param dimension d
 * @param threads that searched
 * @param recallAtN share of the true n nearest that were found
 * @param queriesPerSecond of the median round after warming up
 * @param buildSeconds that building took; 0 when it was there
 * @param indexBytes on disk
 * @param parameters readable
 */
public record BenchmarkRow(
    String engine,
    int vectors,
    int dimension,
    int threads,
    double recallAtN,
    double queriesPerSecond,
    double buildSeconds,
    long indexBytes,
    String parameters) {}
