package io.retrievaldefense.index.shard;

import io.retrievaldefense.index.hashing.HashTables;
import io.retrievaldefense.index.hashing.HashedQuery;
import io.retrievaldefense.index.hashing.SignSketch;
import io.retrievaldefense.index.storage.CorruptIndexException;
import io.retrievaldefense.index.storage.CorruptIndexException.Kind;
import io.retrievaldefense.index.storage.IndexFiles;
import java.io.IOException;
import java.util.BitSet;
import java.util.function.LongConsumer;

/**
 * Checks that the content of a shard agrees with itself: what no checksum can tell, because a
 * faulty writer's bytes have good checksums. Hashes every row anew.
 */
public final class ShardChecker {
  private final IndexSchema schema;
  private final HashTables tables;
  private final SignSketch sketch;
  private final int classes;

  /**
   * @param schema of the index
   * @param classes labels must be below this
   */
  public ShardChecker(IndexSchema schema, int classes) {
    this.schema = schema;
    this.tables = new HashTables(schema.hash(), schema.scaling());
    this.sketch = new SignSketch(schema.hash(), schema.dimension());
    this.classes = classes;
  }

  /**
   * Reads every byte of a shard and compares the order of its ids, its labels, sketches and tables
   * with what they must be for its rows.
   *
   * @param checked is told how many more rows have been checked
   * @return the opened shard
   * @throws CorruptIndexException at the first contradiction
   */
  public ShardReader check(IndexFiles files, ShardReceipt receipt, LongConsumer checked)
      throws IOException {
    ShardReader shard = ShardReader.open(files, receipt, schema, Verification.CONTENT);
    String file = files.location() + "/" + receipt.name();
    require(file, "rows", receipt.rows(), shard.rows());
    checkRows(file, shard);
    checkHashes(file, shard, checked);
    for (int table = 0; table < schema.hash().tables(); table++) {
      checkTable(file, shard, table);
    }
    return shard;
  }

  private void checkRows(String file, ShardReader shard) throws CorruptIndexException {
    int last = shard.rows() - 1;
    require(file, "first id", shard.receipt().firstId(), shard.id(0));
    require(file, "last id", shard.receipt().lastId(), shard.id(last));
    for (int row = 0; row <= last; row++) {
      if (row > 0 && shard.id(row) <= shard.id(row - 1)) {
        throw malformed(
            file, "ids in ascending order", shard.id(row) + " after " + shard.id(row - 1));
      }
      int label = shard.label(row);
      if (label < 0 || label >= classes) {
        throw malformed(file, "a label below " + classes, label + " at row " + row);
      }
    }
  }

  /** Sketches must be those of the vectors; so must the keys, by way of each entry's row. */
  private void checkHashes(String file, ShardReader shard, LongConsumer checked)
      throws CorruptIndexException {
    float[] vector = new float[schema.dimension()];
    HashedQuery hashed = tables.hash(vector);
    int words = sketch.words();
    float[] sums = new float[words * Long.SIZE];
    long[] expected = new long[words];
    int[][] keys = new int[schema.hash().tables()][shard.rows()];
    for (int row = 0; row < shard.rows(); row++) {
      shard.copyVectors(row, 1, vector, 0);
      tables.hash(vector, hashed);
      sketch.sketch(hashed.scaled(), sums, expected, 0);
      for (int word = 0; word < words; word++) {
        if (shard.sketches().get(row * words + word) != expected[word]) {
          throw malformed(file, "the sketch of row " + row, "another");
        }
      }
      for (int table = 0; table < keys.length; table++) {
        keys[table][row] = HashTables.key(tables.keySum(hashed, table));
      }
      checked.accept(1);
    }
    for (int table = 0; table < keys.length; table++) {
      BitSet seen = new BitSet(shard.rows());
      for (int entry = 0; entry < shard.rows(); entry++) {
        int row = shard.entryRow(table, entry);
        if (row < 0 || row >= shard.rows() || seen.get(row)) {
          throw malformed(file, "each row once in table " + table, "row " + row + " at " + entry);
        }
        seen.set(row);
        if (shard.entryKey(table, entry) != keys[table][row]) {
          throw malformed(file, "the key of row " + row + " in table " + table, "another");
        }
      }
    }
  }

  private void checkTable(String file, ShardReader shard, int table) throws CorruptIndexException {
    ShardLayout layout = shard.layout();
    int shift = Integer.SIZE - layout.directoryBits();
    int entry = 0;
    for (int slot = 0; slot < 1 << layout.directoryBits(); slot++) {
      require(
          file,
          "directory entry of slot " + slot + " of table " + table,
          entry,
          shard.directoryEntry(table, slot));
      while (entry < shard.rows() && shard.entryKey(table, entry) >>> shift == slot) {
        entry++;
        if (entry < shard.rows()) {
          requireAscending(file, shard, table, entry);
        }
      }
    }
    require(file, "entries of table " + table, shard.rows(), entry);
  }

  /** An entry and the one before: by key, and by row where the keys are the same. */
  private static void requireAscending(String file, ShardReader shard, int table, int entry)
      throws CorruptIndexException {
    int key = shard.entryKey(table, entry);
    int before = shard.entryKey(table, entry - 1);
    if (Integer.compareUnsigned(key, before) < 0) {
      throw malformed(file, "keys in ascending order in table " + table, "entry " + entry);
    }
    if (key == before && shard.entryRow(table, entry) < shard.entryRow(table, entry - 1)) {
      throw malformed(
          file, "rows in ascending order within a key of table " + table, "entry " + entry);
    }
  }

  private static void require(String file, String thing, long expected, long found)
      throws CorruptIndexException {
    if (expected != found) {
      throw malformed(file, thing + " " + expected, Long.toString(found));
    }
  }

  private static CorruptIndexException malformed(String file, String expected, String found) {
    return new CorruptIndexException(Kind.MALFORMED, file, expected, found);
  }
}
