package io.retrievaldefense.bench;

import io.retrievaldefense.index.bench.BenchmarkRow;
import java.util.List;

/**
 * What one JVM of {@link IndexComparison} measured.
 *
 * @param engine as in the specification
 * @param rows one for each effort; none of {@code build}
 * @param seconds that building, or opening for the search, took
 * @param processorSeconds of these, over all threads
 * @param peakResidentBytes the most that the process had in memory, mapped files included
 * @param heldBytes of heap in use after a garbage collection, with the engine open
 */
record IndexTrialResult(
    String engine,
    List<BenchmarkRow> rows,
    double seconds,
    double processorSeconds,
    long peakResidentBytes,
    long heldBytes) {}
