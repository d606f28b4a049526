package io.retrievaldefense.index.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.manifest.IndexStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader whose heap is a small part of the index finds what one with a large heap finds. */
class SmallHeapTest {
  @TempDir Path folder;

  @Test
  void anIndexSixTimesTheHeapIsSearched() throws IOException {
    IndexStore store = IndexStore.at(folder.toString());
    assertThat(SampleIndexes.buildWide(store, 69_000).bytes()).isGreaterThan(6L * 48 << 20);
    List<String> expected = ChildTasks.answers(store);
    assertThat(expected).hasSize(200);
    try (ChildJvm child = ChildJvm.start("48m", "answers", folder.toString())) {
      assertThat(child.lines()).isEqualTo(expected);
    }
  }
}
