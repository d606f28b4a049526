package io.retrievaldefense.index.shard;

import io.retrievaldefense.index.storage.IndexFiles;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.MappedByteBuffer;

/**
 * Reads one shard through a memory map, in the format of {@link ShardFormat}: nothing is copied to
 * the heap, and pages that no query touches are not read. Rows are numbered from 0 in ascending
 * order of id. Safe for concurrent use; every access is absolute.
 */
public final class ShardReader {
  private final ShardReceipt receipt;
  private final ShardLayout layout;
  private final LongBuffer ids;
  private final IntBuffer labels;
  private final FloatBuffer vectors;
  private final FloatBuffer features;
  private final LongBuffer sketches;
  private final IntBuffer[] directories;
  private final IntBuffer[] keys;
  private final IntBuffer[] rows;
  private final int directoryShift;

  private ShardReader(ShardReceipt receipt, ShardLayout layout, MappedByteBuffer bytes) {
    this.receipt = receipt;
    this.layout = layout;
    SectionMap sections = new SectionMap(layout, bytes);
    ids = sections.longs(ShardFormat.IDS);
    labels = sections.ints(ShardFormat.LABELS);
    vectors = sections.floats(ShardFormat.VECTORS);
    features = sections.floats(ShardFormat.FEATURES);
    sketches = sections.longs(ShardFormat.SKETCHES);
    directories = new IntBuffer[layout.tables()];
    keys = new IntBuffer[layout.tables()];
    rows = new IntBuffer[layout.tables()];
    for (int t = 0; t < layout.tables(); t++) {
      directories[t] = sections.ints(ShardFormat.directorySection(t));
      keys[t] = sections.ints(ShardFormat.keySection(t));
      rows[t] = sections.ints(ShardFormat.rowSection(t));
    }
    directoryShift = Integer.SIZE - layout.directoryBits();
  }

  /**
   * Opens the shard that a receipt describes.
   *
   * @param files the index folder
   * @param receipt from the manifest
   * @param schema of the index
   * @param verification how much to read before trusting it
   * @throws io.retrievaldefense.index.storage.CorruptIndexException when the file is not the one
   *     that was committed
   * @throws io.retrievaldefense.index.storage.IndexVersionException when its format is newer
   */
  public static ShardReader open(
      IndexFiles files, ShardReceipt receipt, IndexSchema schema, Verification verification)
      throws IOException {
    ShardVerifier verifier = new ShardVerifier(files, receipt, schema);
    MappedByteBuffer bytes = verifier.map();
    ShardLayout layout = verifier.verifyStructure(bytes);
    if (verification == Verification.CONTENT) {
      verifier.verifyContent(layout, bytes);
    }
    return new ShardReader(receipt, layout, bytes);
  }

  /** What the manifest records of this shard. */
  public ShardReceipt receipt() {
    return receipt;
  }

  /** How many rows. */
  public int rows() {
    return layout.rows();
  }

  /** The id of a row. */
  public long id(int row) {
    return ids.get(row);
  }

  /** The label of a row. */
  public int label(int row) {
    return labels.get(row);
  }

  /** The row of an id, or a negative number. */
  public int rowOf(long id) {
    int low = 0;
    int high = rows() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = ids.get(middle);
      if (found == id) {
        return middle;
      }
      if (found < id) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** Copies h' of consecutive rows, [count, d], to {@code target} from {@code offset} on. */
  public void copyVectors(int firstRow, int count, float[] target, int offset) {
    int d = layout.dimension();
    vectors.get(firstRow * d, target, offset, count * d);
  }

  /** Copies h of a row, [D], to {@code target} from {@code offset} on. */
  public void copyFeature(int row, float[] target, int offset) {
    int width = layout.featureDimension();
    features.get(row * width, target, offset, width);
  }

  /** The sign sketches, [rows, words]; a view of the map. */
  public LongBuffer sketches() {
    return sketches;
  }

  /**
   * Where the entries of a bucket are in a table: the first in the lower half, the end in the upper
   * half; equal when the bucket is empty.
   */
  public long bucket(int table, int key) {
    IntBuffer directory = directories[table];
    int slot = key >>> directoryShift;
    int start = directory.get(slot);
    int end = directory.get(slot + 1);
    if (start == end) {
      return 0;
    }
    IntBuffer sorted = keys[table];
    while (start < end && sorted.get(start) != key) {
      start++;
    }
    int stop = start;
    while (stop < end && sorted.get(stop) == key) {
      stop++;
    }
    return (long) stop << Integer.SIZE | start;
  }

  /** The key of an entry of a table; entries are sorted by unsigned key, then row. */
  public int entryKey(int table, int entry) {
    return keys[table].get(entry);
  }

  /** The row of an entry of a table. */
  public int entryRow(int table, int entry) {
    return rows[table].get(entry);
  }

  /** The first entry of a directory slot of a table, for the checker. */
  int directoryEntry(int table, int slot) {
    return directories[table].get(slot);
  }

  ShardLayout layout() {
    return layout;
  }
}
