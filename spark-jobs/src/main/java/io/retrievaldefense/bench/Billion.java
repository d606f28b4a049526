package io.retrievaldefense.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a billion vectors would cost, in proportion to what a run measured.
 *
 * @param storageBytes of the shards
 * @param buildCoreHours of one core
 * @param searchBytes of heap over all nodes that search with {@code lsh}
 */
public record Billion(double storageBytes, double buildCoreHours, double searchBytes) {
  private static final double VECTORS = 1e9;
  private static final int LEAST = 1_000_000;

  /**
   * Scales a measurement; {@code searchBytes} is 0 when lsh was not measured.
   *
   * @return nothing for fewer than a million vectors: the JVM itself would be most of it
   */
  public static Optional<Billion> of(IndexComparison.Result result) {
    if (result.vectors() < LEAST) {
      return Optional.empty();
    }
    double times = VECTORS / result.vectors();
    long bytes = result.parts().values().stream().mapToLong(part -> part).sum();
    long held =
        result.rows().stream()
            .filter(row -> row.measured().engine().equals("lsh"))
            .mapToLong(IndexComparison.Row::heldBytes)
            .max()
            .orElse(0);
    return Optional.of(
        new Billion(bytes * times, result.buildProcessorSeconds() * times / 3600, held * times));
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "a billion such vectors: %.0f GB of shards, %.0f hours of one core to build",
            storageBytes / 1e9,
            buildCoreHours));
    if (searchBytes > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "searched by lsh with %.0f GB of heap over all nodes, beside the page cache",
              searchBytes / 1e9));
    }
    return lines;
  }
}
