package io.retrievaldefense.index.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.storage.IndexNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckIndexTest {
  private static final float[][] VECTORS = SampleIndexes.vectors(200, 2);

  @TempDir Path folder;

  @Test
  void aSoundIndexHasNoFindings() throws IOException {
    IndexStore store = SampleIndexes.build(folder, VECTORS, 3);
    CheckReport report = CheckIndex.check(store);
    assertThat(report.findings()).isEmpty();
    assertThat(report.sound()).isTrue();
    assertThat(report.rows()).isEqualTo(200);
    assertThat(report.bytes()).isEqualTo(store.manifest().bytes());
    assertThat(report.files()).isEqualTo(4);
    assertThat(report.unreferenced()).isEmpty();
  }

  @Test
  void allDamageIsReportedInOneRun() throws IOException {
    IndexStore store = SampleIndexes.build(folder, VECTORS, 3);
    List<ShardReceipt> shards = store.manifest().shards();
    Files.delete(folder.resolve(shards.get(0).name()));
    Path flipped = folder.resolve(shards.get(2).name());
    byte[] bytes = Files.readAllBytes(flipped);
    bytes[bytes.length / 2] ^= 1;
    Files.write(flipped, bytes);
    CheckReport report = CheckIndex.check(store);
    assertThat(report.sound()).isFalse();
    assertThat(report.findings())
        .extracting(Finding::kind)
        .containsExactly("MISSING", "CHECKSUM_MISMATCH");
    assertThat(report.findings())
        .extracting(Finding::file)
        .containsExactly(folder.resolve(shards.get(0).name()).toString(), flipped.toString());
    assertThat(report.rows()).isEqualTo(shards.get(1).rows());
  }

  @Test
  void aDamagedManifestIsAFinding() throws IOException {
    IndexStore store = SampleIndexes.build(folder, VECTORS, 1);
    Files.writeString(folder.resolve("snapshot-00000001.json"), "{}");
    assertThat(CheckIndex.check(store).findings())
        .extracting(Finding::kind)
        .containsExactly("TRUNCATED");
    Files.writeString(folder.resolve("snapshot-00000001.json"), "{\"formatVersion\": 3}");
    assertThat(CheckIndex.check(store).findings())
        .extracting(Finding::kind)
        .containsExactly("NEWER_FORMAT");
  }

  @Test
  void anIdInTwoShardsIsFound() throws IOException {
    IndexStore store = IndexStore.at(folder.toString());
    IndexSchema schema = SampleIndexes.schema(VECTORS);
    List<ShardReceipt> shards =
        new ArrayList<>(SampleIndexes.write(store.files(), schema, VECTORS, 1));
    shards.addAll(
        SampleIndexes.write(store.files(), schema, new float[][] {VECTORS[0], VECTORS[1]}, 1));
    store.commit(SampleIndexes.manifest(1, schema, shards));
    assertThat(CheckIndex.check(store).findings())
        .extracting(Finding::kind)
        .containsExactly("DUPLICATE", "DUPLICATE");
  }

  @Test
  void aLabelOutsideTheClassesIsFoundThoughChecksumsHold() throws IOException {
    IndexStore store = IndexStore.at(folder.toString());
    IndexSchema schema = SampleIndexes.schema(VECTORS);
    var writer = new io.retrievaldefense.index.shard.ShardWriter(store.files(), schema);
    writer.add(1, SampleIndexes.CLASSES, VECTORS[0], SampleIndexes.feature(1));
    store.commit(SampleIndexes.manifest(1, schema, List.of(writer.finish().orElseThrow())));
    assertThat(CheckIndex.check(store).findings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.message())
                    .endsWith("MALFORMED: expected a label below 10, found 10 at row 0"));
  }

  @Test
  void leftoversOfKilledTasksAreListedNotDamage() throws IOException {
    IndexStore store = SampleIndexes.build(folder, VECTORS, 2);
    List<ShardReceipt> left =
        SampleIndexes.write(store.files(), SampleIndexes.schema(VECTORS), VECTORS, 1);
    CheckReport report = CheckIndex.check(store);
    assertThat(report.sound()).isTrue();
    assertThat(report.unreferenced()).containsExactly(left.get(0).name());
  }

  @Test
  void anAbsentIndexIsAnError() {
    IndexStore store = IndexStore.at(folder.toString());
    assertThatThrownBy(() -> CheckIndex.check(store)).isInstanceOf(IndexNotFoundException.class);
  }
}
