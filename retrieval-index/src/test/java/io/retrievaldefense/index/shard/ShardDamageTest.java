package io.retrievaldefense.index.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.projection.Scaling;
import io.retrievaldefense.index.storage.CorruptIndexException;
import io.retrievaldefense.index.storage.CorruptIndexException.Kind;
import io.retrievaldefense.index.storage.IndexFiles;
import io.retrievaldefense.index.storage.IndexVersionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of damage to a shard is found when it is opened, and told from every other. */
class ShardDamageTest {
  private static final float[][] VECTORS = SampleIndexes.vectors(37, 4);

  @TempDir Path folder;
  private IndexFiles files;
  private IndexSchema schema;
  private List<ShardReceipt> receipts;
  private ShardReceipt receipt;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    files = IndexFiles.at(folder.toString());
    schema = SampleIndexes.schema(VECTORS);
    receipts = SampleIndexes.write(files, schema, VECTORS, 2);
    receipt = receipts.get(0);
    file = folder.resolve(receipt.name());
  }

  private void open() throws IOException {
    ShardReader.open(files, receipt, schema, Verification.CONTENT);
  }

  private CorruptIndexException damage() {
    CorruptIndexException e = catchThrowableOfType(CorruptIndexException.class, this::open);
    assertThat(e).as("damage must be found").isNotNull();
    assertThat(e.file()).isEqualTo(folder.resolve(receipt.name()).toString());
    assertThat(e)
        .hasMessage("%s: %s: expected %s, found %s", e.file(), e.kind(), e.expected(), e.found());
    return e;
  }

  /** The kind of damage, or what else was thrown. */
  private String outcome() {
    try {
      open();
      return "whole";
    } catch (CorruptIndexException e) {
      return e.kind().name();
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }

  @Test
  void theUndamagedShardOpens() throws IOException {
    open();
    assertThat(Files.size(file)).isEqualTo(receipt.length());
  }

  @Test
  void everyFlippedBitIsFound() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << (at % 8));
      Files.write(file, flipped, StandardOpenOption.WRITE);
      assertThat(outcome()).as("bit flipped in byte %d", at).isEqualTo("CHECKSUM_MISMATCH");
    }
  }

  @Test
  void aFlippedBitIsLocatedByItsSection() throws IOException {
    ShardLayout layout =
        new ShardLayout(
            receipt.rows(), SampleIndexes.DIMENSION, SampleIndexes.FEATURE_DIMENSION, 4, 1);
    assertThat(layout.fileLength()).isEqualTo(receipt.length());
    byte[] whole = Files.readAllBytes(file);
    for (int section = 0; section < layout.sections(); section++) {
      byte[] flipped = whole.clone();
      flipped[(int) layout.sectionStart(section)] ^= 4;
      Files.write(file, flipped);
      assertThat(damage().expected()).endsWith("section " + ShardFormat.sectionName(section));
    }
  }

  @Test
  void everyTruncationIsFound() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (long length = receipt.length() - 1; length >= 0; length--) {
        channel.truncate(length);
        assertThat(outcome()).as("truncated to %d", length).isEqualTo("TRUNCATED");
      }
    }
    Files.write(file, new byte[0]);
    assertThat(damage().found()).isEqualTo("0 bytes");
  }

  @Test
  void trailingBytesAreFound() throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) receipt.length() + 1));
    assertThat(damage().kind()).isEqualTo(Kind.TRAILING_BYTES);
  }

  @Test
  void aMissingShardIsMissing() throws IOException {
    Files.delete(file);
    assertThat(damage().kind()).isEqualTo(Kind.MISSING);
  }

  @Test
  void aSwappedShardIsNotTheOneCommitted() throws IOException {
    Files.copy(folder.resolve(receipts.get(1).name()), file, StandardCopyOption.REPLACE_EXISTING);
    CorruptIndexException e = damage();
    assertThat(e.kind()).isEqualTo(Kind.SWAPPED);
    assertThat(e.expected()).contains(receipt.checksum());
    assertThat(e.found()).isEqualTo(receipts.get(1).checksum());
  }

  @Test
  void aShardOfAnotherIndexIsForeign() throws IOException {
    IndexSchema other = SampleIndexes.schema(Scaling.identity(SampleIndexes.DIMENSION));
    ShardReceipt foreign = SampleIndexes.write(files, other, VECTORS, 2).get(0);
    Files.copy(folder.resolve(foreign.name()), file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(damage().kind()).isEqualTo(Kind.FOREIGN);
    assertThat(damage().expected()).startsWith("schema fingerprint ");
  }

  @Test
  void aFileOfAnotherKindIsForeign() throws IOException {
    Files.write(file, new byte[5000]);
    assertThat(damage().kind()).isEqualTo(Kind.FOREIGN);
  }

  /** Rewrites a header field and the header's checksum, as a hostile writer would. */
  private void forge(int at, long value, int bytes) throws IOException {
    byte[] content = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes == Long.BYTES) {
      buffer.putLong(at, value);
    } else {
      buffer.putInt(at, (int) value);
    }
    CRC32C crc = new CRC32C();
    crc.update(content, 0, ShardFormat.HEADER_CRC_AT);
    buffer.putInt(ShardFormat.HEADER_CRC_AT, (int) crc.getValue());
    Files.write(file, content);
  }

  @Test
  void aNewerFormatIsNotDamage() throws IOException {
    forge(ShardFormat.VERSION_AT, 2, Integer.BYTES);
    assertThatThrownBy(this::open)
        .isInstanceOf(IndexVersionException.class)
        .hasMessage(file + ": expected format version at most 1, found 2");
  }

  @Test
  void absurdNumbersAreRefusedWithoutAllocation() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int at :
        new int[] {
          ShardFormat.ROWS_AT,
          ShardFormat.DIMENSION_AT,
          ShardFormat.FEATURE_DIMENSION_AT,
          ShardFormat.TABLES_AT,
          ShardFormat.SKETCH_WORDS_AT
        }) {
      for (long value : new long[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 1 << 20}) {
        Files.write(file, whole);
        forge(at, value, Integer.BYTES);
        assertThat(outcome()).as("%d at %d", value, at).isEqualTo("MALFORMED");
      }
    }
    Files.write(file, whole);
    forge(ShardFormat.FILE_LENGTH_AT, Long.MAX_VALUE, Long.BYTES);
    assertThat(damage().kind()).isEqualTo(Kind.MALFORMED);
  }

  @Test
  void anotherNumberOfRowsThanTheFileHoldsIsMalformed() throws IOException {
    forge(ShardFormat.ROWS_AT, receipt.rows() - 1, Integer.BYTES);
    assertThat(damage().kind()).isEqualTo(Kind.MALFORMED);
  }
}
