package io.retrievaldefense.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.bench.BenchmarkRow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BillionTest {
  private static IndexComparison.Result result(int vectors) {
    BenchmarkRow measured = new BenchmarkRow("lsh", vectors, 64, 1, 0.95, 100, 9, 400, "");
    return new IndexComparison.Result(
        List.of(new IndexComparison.Row(measured, 1, 5_000_000, 3_000_000)),
        9,
        18,
        7_000_000,
        vectors,
        Map.of("ids", 8_000_000L, "vectors", 256_000_000L));
  }

  @Test
  void aBillionCostInProportionToAMillion() {
    Billion billion = Billion.of(result(1_000_000)).orElseThrow();
    assertThat(billion.storageBytes()).isEqualTo(264e9);
    assertThat(billion.buildCoreHours()).isEqualTo(5);
    assertThat(billion.searchBytes()).isEqualTo(3e9);
    assertThat(billion.lines())
        .containsExactly(
            "a billion such vectors: 264 GB of shards, 5 hours of one core to build",
            "searched by lsh with 3 GB of heap over all nodes, beside the page cache");
  }

  @Test
  void fewerThanAMillionTellNothingOfABillion() {
    assertThat(Billion.of(result(999_999))).isEmpty();
  }
}
