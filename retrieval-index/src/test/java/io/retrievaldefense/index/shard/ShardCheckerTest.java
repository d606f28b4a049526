package io.retrievaldefense.index.shard;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.index.projection.Scaling;
import io.retrievaldefense.index.storage.CorruptIndexException;
import io.retrievaldefense.index.storage.IndexFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a faulty writer has written, whose checksums are good. */
class ShardCheckerTest {
  private static final int TABLE = 2;

  @TempDir Path folder;

  /** Swaps the first two rows of a table. */
  private ShardReceipt swapped(ShardReceipt receipt) throws IOException {
    Path file = folder.resolve(receipt.name());
    byte[] content = Files.readAllBytes(file);
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    ShardLayout layout =
        new ShardLayout(
            receipt.rows(), SampleIndexes.DIMENSION, SampleIndexes.FEATURE_DIMENSION, 4, 1);
    int section = ShardFormat.rowSection(TABLE);
    int start = (int) layout.sectionStart(section);
    int first = bytes.getInt(start);
    bytes.putInt(start, bytes.getInt(start + Integer.BYTES)).putInt(start + Integer.BYTES, first);
    CRC32C crc = new CRC32C();
    crc.update(content, start, (int) layout.paddedLength(section));
    int footer = (int) layout.sectionStart(layout.sections());
    int crcs = layout.sections() * Integer.BYTES;
    bytes.putInt(footer + section * Integer.BYTES, (int) crc.getValue());
    MessageDigest sha = Digests.sha256();
    sha.update(content, 0, ShardFormat.HEADER_LENGTH);
    sha.update(content, footer, crcs);
    byte[] digest = sha.digest();
    bytes.put(footer + crcs, digest);
    Files.write(file, content);
    return new ShardReceipt(
        receipt.name(),
        receipt.length(),
        HexFormat.of().formatHex(digest),
        receipt.rows(),
        receipt.firstId(),
        receipt.lastId(),
        receipt.buckets());
  }

  @Test
  void rowsOfABucketMustAscend() throws IOException {
    IndexFiles files = IndexFiles.at(folder);
    IndexSchema schema = SampleIndexes.schema(Scaling.identity(SampleIndexes.DIMENSION));
    float[] vector = SampleIndexes.vectors(1, 3)[0];
    ShardWriter writer = new ShardWriter(files, schema);
    for (long id = 1; id <= 3; id++) {
      writer.add(id, 0, vector, SampleIndexes.feature(id));
    }
    ShardReceipt receipt = writer.finish().orElseThrow();
    ShardChecker checker = new ShardChecker(schema, SampleIndexes.CLASSES);
    checker.check(files, receipt, rows -> {});

    ShardReceipt forged = swapped(receipt);

    assertThatThrownBy(() -> checker.check(files, forged, rows -> {}))
        .isInstanceOf(CorruptIndexException.class)
        .hasMessage(
            "file:"
                + folder.resolve(receipt.name())
                + ": MALFORMED: expected rows in ascending order within a key of table 2,"
                + " found entry 1");
  }
}
