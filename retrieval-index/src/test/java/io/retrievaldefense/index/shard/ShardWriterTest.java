package io.retrievaldefense.index.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.storage.CorruptIndexException;
import io.retrievaldefense.index.storage.IndexFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardWriterTest {
  private static final int ROWS = 300;
  private static final float[][] VECTORS = SampleIndexes.vectors(ROWS, 6);

  @TempDir Path folder;

  private IndexFiles files() {
    return IndexFiles.at(folder.toString());
  }

  private ShardReceipt write(int step) throws IOException {
    ShardWriter writer = new ShardWriter(files(), SampleIndexes.schema(VECTORS));
    for (int i = 0; i < ROWS; i++) {
      int row = (int) ((long) i * step % ROWS);
      long id = SampleIndexes.id(row);
      writer.add(id, SampleIndexes.label(row), VECTORS[row], SampleIndexes.feature(id));
    }
    assertThat(writer.rows()).isEqualTo(ROWS);
    return writer.finish().orElseThrow();
  }

  @Test
  void contentDependsOnTheRowsAloneNotOnTheirOrderNameOrTime() throws IOException {
    ShardReceipt first = write(1);
    ShardReceipt second = write(7);
    assertThat(second.name()).isNotEqualTo(first.name());
    assertThat(second.checksum()).isEqualTo(first.checksum());
    assertThat(Files.readAllBytes(folder.resolve(second.name())))
        .isEqualTo(Files.readAllBytes(folder.resolve(first.name())));
  }

  @Test
  void readsBackEveryRowAndBucket() throws IOException {
    IndexSchema schema = SampleIndexes.schema(VECTORS);
    ShardReceipt receipt = write(11);
    ShardReader shard = ShardReader.open(files(), receipt, schema, Verification.CONTENT);
    float[] vector = new float[SampleIndexes.DIMENSION];
    float[] feature = new float[SampleIndexes.FEATURE_DIMENSION];
    for (int row = 0; row < ROWS; row++) {
      assertThat(shard.id(row)).isEqualTo(SampleIndexes.id(row));
      assertThat(shard.rowOf(shard.id(row))).isEqualTo(row);
      assertThat(shard.label(row)).isEqualTo(SampleIndexes.label(row));
      shard.copyVectors(row, 1, vector, 0);
      assertThat(vector).isEqualTo(VECTORS[row]);
      shard.copyFeature(row, feature, 0);
      assertThat(feature).isEqualTo(SampleIndexes.feature(shard.id(row)));
    }
    assertThat(shard.rowOf(8)).isNegative();
    for (int table = 0; table < schema.hash().tables(); table++) {
      Set<Integer> met = new HashSet<>();
      for (int entry = 0; entry < ROWS; entry++) {
        long bucket = shard.bucket(table, shard.entryKey(table, entry));
        assertThat(entry).isBetween((int) bucket, (int) (bucket >>> 32) - 1);
        met.add(shard.entryRow(table, entry));
      }
      assertThat(met).hasSize(ROWS);
      long absent = shard.bucket(table, 0x12345678);
      assertThat((int) absent).isEqualTo((int) (absent >>> 32));
    }
  }

  @Test
  void countsBucketsAgainstTheBudget() throws IOException {
    ShardWriter writer = new ShardWriter(files(), SampleIndexes.schema(VECTORS), 9);
    for (int row = 0; row < 10; row++) {
      writer.add(row, 0, VECTORS[0], SampleIndexes.feature(row));
    }
    assertThat(writer.finish().orElseThrow().buckets())
        .isEqualTo(new BucketStatistics(4, 10, 10, 4));
  }

  /** The bytes of format version 1: a change here is a new version, with a reader for both. */
  @Test
  void theGoldenFileIsWrittenAndReadStill() throws IOException {
    IndexSchema schema = SampleIndexes.schema(VECTORS);
    ShardWriter writer = new ShardWriter(files(), schema);
    for (int row = 0; row < 12; row++) {
      long id = SampleIndexes.id(row);
      writer.add(id, SampleIndexes.label(row), VECTORS[row], SampleIndexes.feature(id));
    }
    ShardReceipt receipt = writer.finish().orElseThrow();
    byte[] written = Files.readAllBytes(folder.resolve(receipt.name()));
    byte[] golden;
    try (var in = ShardWriterTest.class.getResourceAsStream("shard-v1.golden")) {
      golden = in.readAllBytes();
    }
    assertThat(written).isEqualTo(golden);
    Files.write(folder.resolve(receipt.name()), golden);
    ShardReader shard = ShardReader.open(files(), receipt, schema, Verification.CONTENT);
    float[] vector = new float[SampleIndexes.DIMENSION];
    shard.copyVectors(5, 1, vector, 0);
    assertThat(vector).isEqualTo(VECTORS[5]);
  }

  @Test
  void refusesRowsOutOfRange() throws IOException {
    ShardWriter writer = new ShardWriter(files(), SampleIndexes.schema(VECTORS));
    float[] feature = SampleIndexes.feature(1);
    assertThatThrownBy(() -> writer.add(1, -1, VECTORS[0], feature))
        .hasMessage("label must be at least 0: -1");
    assertThatThrownBy(() -> writer.add(1, 1, new float[3], feature))
        .hasMessage("projected feature length must be 16: 3");
    assertThatThrownBy(() -> writer.add(1, 1, VECTORS[0], new float[4]))
        .hasMessage("feature length must be 5: 4");
    float[] broken = VECTORS[0].clone();
    broken[3] = Float.NaN;
    assertThatThrownBy(() -> writer.add(71, 1, broken, feature))
        .hasMessage("projected feature must be finite: NaN in the row of id 71");
    assertThat(writer.finish()).isEmpty();
    assertThatThrownBy(() -> writer.add(1, 1, VECTORS[0], feature))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("shard must not be finished yet: shards/");
  }

  @Test
  void anIdThatComesTwiceIsRefused() {
    ShardWriter writer = new ShardWriter(files(), SampleIndexes.schema(VECTORS));
    for (long id : new long[] {5, 9, 5}) {
      writer.add(id, 0, VECTORS[0], SampleIndexes.feature(id));
    }
    assertThatThrownBy(writer::finish)
        .isInstanceOf(CorruptIndexException.class)
        .hasMessageEndingWith(": DUPLICATE: expected distinct ids, found id 5 twice");
    assertThat(Arrays.asList(folder.toFile().list())).isEmpty();
  }
}
