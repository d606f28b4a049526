package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningProgressTest {
  private static final int ROWS = 500;
  private static final int SHARDS = 3;

  @TempDir Path folder;

  /** Of each piece of work the units announced and the units done. */
  private Map<String, long[]> pieces(String engine) throws IOException {
    IndexStore store =
        SampleIndexes.build(folder.resolve(engine), SampleIndexes.vectors(ROWS, 1), SHARDS);
    Map<String, long[]> pieces = new LinkedHashMap<>();
    OpeningProgress heard =
        new OpeningProgress() {
          private String current;

          @Override
          public void begin(String what, long units) {
            current = what;
            pieces.put(what, new long[] {units, 0});
          }

          @Override
          public void advance(long units) {
            pieces.get(current)[1] += units;
          }
        };
    IndexReader.openLatest(store, Verification.CONTENT, engine, heard).close();
    return pieces;
  }

  @Test
  void everyPieceIsAnnouncedAndCountedToItsEnd() throws IOException {
    int tables = SampleIndexes.schema(SampleIndexes.vectors(1, 1)).hash().tables();
    Map<String, long[]> exact = pieces("exact");
    Map<String, long[]> lsh = pieces("lsh");
    Map<String, long[]> hnsw = pieces("hnsw");
    assertThat(exact).containsOnlyKeys("opening shards");
    assertThat(exact.get("opening shards")).containsExactly(SHARDS, SHARDS);
    assertThat(lsh)
        .containsOnlyKeys("opening shards", "putting near rows together", "merging tables");
    assertThat(lsh.get("putting near rows together")).containsExactly(ROWS, ROWS);
    assertThat(lsh.get("merging tables")).containsExactly(tables, tables);
    assertThat(hnsw.get("building the graph")).containsExactly(ROWS, ROWS);
  }
}
