package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query whose buckets are empty looks at every row, and holds few of them at a time. */
class OutlierMemoryTest {
  private static final int ROWS = 100_000;

  @TempDir Path folder;

  private LshIndex open(int rows) throws IOException {
    IndexStore store =
        SampleIndexes.build(folder.resolve("rows-" + rows), SampleIndexes.vectors(rows, 1), 2);
    return LshIndex.open(store, store.manifest(), Verification.STRUCTURE)
        .with(new SearchSettings(1, SearchSettings.UNLIMITED, 50));
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  @Test
  void takesLessThanThePositionsOfAllRows() throws IOException {
    float[] outlier = new float[SampleIndexes.DIMENSION];
    Arrays.fill(outlier, 1e6f);
    // Loading classes takes memory, too.
    open(1000).search(outlier, 10);
    LshIndex index = open(ROWS);
    long before = allocated();
    SearchResult found = index.search(outlier, 10);
    assertThat(allocated() - before).isLessThan((long) Integer.BYTES * ROWS);
    assertThat(found.stats().distinct()).isEqualTo(ROWS);
    assertThat(found.neighbors()).hasSize(10);
  }
}
