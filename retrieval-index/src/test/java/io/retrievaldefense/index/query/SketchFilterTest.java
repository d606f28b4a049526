package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.hashing.HashTables;
import io.retrievaldefense.index.hashing.SignSketch;
import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All rows screened a block at a time, beside all rows screened at once. */
class SketchFilterTest {
  private static final int ROWS = 2 * CandidateSet.BLOCK + 700;

  @TempDir Path folder;
  private RowOrder order;
  private SketchFilter filter;

  @BeforeEach
  void open() throws IOException {
    float[][] vectors = SampleIndexes.vectors(ROWS, 1);
    IndexStore store = SampleIndexes.build(folder, vectors, 3);
    long[] deleted = IntStream.range(0, 40).mapToLong(i -> SampleIndexes.id(71 * i)).toArray();
    new IndexLifecycle(store).delete(store.manifest(), deleted);
    ShardSet shards = ShardSet.open(store, store.manifest(), Verification.CONTENT);
    order = RowOrder.stored(shards);
    IndexSchema schema = store.manifest().schema();
    SignSketch sketch = new SignSketch(schema.hash(), schema.dimension());
    filter = new SketchFilter(new MappedLookup(shards), sketch, order);
    filter.take(new HashTables(schema.hash(), schema.scaling()).hash(vectors[5]));
  }

  private CandidateSet all() {
    CandidateSet all = new CandidateSet(order);
    int[] live = IntStream.range(0, ROWS).filter(position -> !order.isDead(position)).toArray();
    System.arraycopy(live, 0, all.start(live.length), 0, live.length);
    all.finish(live.length);
    return all;
  }

  private static int[] positions(CandidateSet candidates) {
    return Arrays.copyOf(candidates.positions(), candidates.size());
  }

  @Test
  void countsAreThoseOfAllAtOnce() {
    int[] counts = filter.counts(all()).clone();
    assertThat(Arrays.stream(counts).sum()).isEqualTo(ROWS - 40);
    assertThat(filter.countsOfAll()).isEqualTo(counts);
  }

  @Test
  void whatIsKeptIsThatOfAllAtOnce() {
    int farthest = filter.counts(all()).length - 1;
    CandidateSet kept = new CandidateSet(order);
    for (int bound : new int[] {-1, 0, farthest / 8, farthest / 3, farthest}) {
      CandidateSet expected = all();
      filter.counts(expected);
      filter.keepWithin(expected, bound);
      filter.keepOfAll(kept, bound);
      assertThat(positions(kept)).as("within " + bound).isEqualTo(positions(expected));
    }
  }
}
