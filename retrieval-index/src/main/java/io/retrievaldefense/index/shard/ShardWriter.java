package io.retrievaldefense.index.shard;

import io.retrievaldefense.index.hashing.HashTables;
import io.retrievaldefense.index.hashing.HashedQuery;
import io.retrievaldefense.index.hashing.SignSketch;
import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.index.storage.IndexFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Writes one shard in the format of {@link ShardFormat}, under a name that no other task or attempt
 * uses: what is left by a killed attempt is in nobody's way and collected later. Rows may come in
 * any order; they are held on the heap until {@link #finish()}. Not safe for concurrent use.
 */
public final class ShardWriter {
  private final IndexFiles files;
  private final IndexSchema schema;
  private final HashTables tables;
  private final SignSketch sketch;
  private final int candidateBudget;
  private final RowBuffer buffer;
  private final String name;
  private boolean finished;

  /**
   * @param files the index folder
   * @param schema what all shards have in common
   */
  public ShardWriter(IndexFiles files, IndexSchema schema) {
    this(files, schema, Integer.MAX_VALUE);
  }

  /**
   * @param files the index folder
   * @param schema what all shards have in common
   * @param candidateBudget buckets with more rows are counted as capped
   */
  public ShardWriter(IndexFiles files, IndexSchema schema, int candidateBudget) {
    this.files = files;
    this.schema = schema;
    this.tables = new HashTables(schema.hash(), schema.scaling());
    this.sketch = new SignSketch(schema.hash(), schema.dimension());
    this.candidateBudget = candidateBudget;
    this.buffer = new RowBuffer(schema.dimension() + schema.featureDimension());
    this.name = "shards/" + UUID.randomUUID() + ".shard";
  }

  /** Rows so far. */
  public int rows() {
    return buffer.rows();
  }

  /**
   * Adds a row.
   *
   * @param id unique in the index
   * @param label a class, at least 0
   * @param projected h', [d]; copied
   * @param feature h, [D]; copied
   */
  public void add(long id, int label, float[] projected, float[] feature) {
    if (finished) {
      throw new IllegalStateException("shard must not be finished yet: " + name);
    }
    if (label < 0) {
      throw new IllegalArgumentException("label must be at least 0: " + label);
    }
    requireVector("projected feature", id, projected, schema.dimension());
    requireVector("feature", id, feature, schema.featureDimension());
    buffer.add(id, label, projected, feature);
  }

  private static void requireVector(String thing, long id, float[] vector, int length) {
    if (vector.length != length) {
      throw new IllegalArgumentException(
          thing + " length must be " + length + ": " + vector.length);
    }
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            thing + " must be finite: " + value + " in the row of id " + id);
      }
    }
  }

  /**
   * Writes the file, durable when this returns.
   *
   * @return the receipt, or nothing when there was no row: then no file is written either
   * @throws io.retrievaldefense.index.storage.CorruptIndexException when an id came twice
   */
  public Optional<ShardReceipt> finish() throws IOException {
    if (finished) {
      throw new IllegalStateException("shard must not be finished yet: " + name);
    }
    finished = true;
    if (buffer.rows() == 0) {
      return Optional.empty();
    }
    ShardLayout layout =
        new ShardLayout(
            buffer.rows(),
            schema.dimension(),
            schema.featureDimension(),
            schema.hash().tables(),
            sketch.words());
    if (layout.fileLength() > ShardFormat.LENGTH_LIMIT) {
      throw new IllegalStateException(
          "shard length must be at most "
              + ShardFormat.LENGTH_LIMIT
              + " bytes: "
              + layout.fileLength()
              + "; write more and smaller shards");
    }
    int[] order = buffer.order(files.location() + "/" + name);
    byte[] header = header(layout);
    BucketCounter counter = new BucketCounter(candidateBudget);
    byte[] digest;
    try (OutputStream out = files.create(name)) {
      out.write(header);
      int[] crcs = writeSections(out, layout, order, counter);
      digest = writeFooter(out, header, crcs);
    }
    return Optional.of(
        new ShardReceipt(
            name,
            layout.fileLength(),
            HexFormat.of().formatHex(digest),
            layout.rows(),
            buffer.id(order[0]),
            buffer.id(order[order.length - 1]),
            counter.statistics()));
  }

  private byte[] header(ShardLayout layout) {
    ByteBuffer header =
        ByteBuffer.allocate(ShardFormat.HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    header.put(ShardFormat.MAGIC).putInt(ShardFormat.VERSION).putInt(ShardFormat.HEADER_LENGTH);
    header.putLong(layout.fileLength()).putInt(layout.rows()).putInt(layout.dimension());
    header.putInt(layout.featureDimension()).putInt(layout.tables()).putInt(layout.sketchWords());
    header.put(schema.fingerprint());
    CRC32C crc = new CRC32C();
    crc.update(header.array(), 0, ShardFormat.HEADER_CRC_AT);
    header.putInt(ShardFormat.HEADER_CRC_AT, (int) crc.getValue());
    return header.array();
  }

  private int[] writeSections(
      OutputStream out, ShardLayout layout, int[] order, BucketCounter counter) throws IOException {
    SectionWriter section = new SectionWriter(out);
    int[] crcs = new int[layout.sections()];
    for (int row : order) {
      section.putLong(buffer.id(row));
    }
    crcs[ShardFormat.IDS] = section.end();
    for (int row : order) {
      section.putInt(buffer.label(row));
    }
    crcs[ShardFormat.LABELS] = section.end();
    int d = layout.dimension();
    for (int row : order) {
      section.putFloats(buffer.chunk(row), buffer.offset(row), d);
    }
    crcs[ShardFormat.VECTORS] = section.end();
    for (int row : order) {
      section.putFloats(buffer.chunk(row), buffer.offset(row) + d, layout.featureDimension());
    }
    crcs[ShardFormat.FEATURES] = section.end();
    int[][] keys = writeSketches(section, layout, order);
    crcs[ShardFormat.SKETCHES] = section.end();
    for (int t = 0; t < layout.tables(); t++) {
      BucketTable table = new BucketTable(keys[t]);
      counter.add(table.keys());
      crcs[ShardFormat.directorySection(t)] = writeInts(section, table.directory());
      crcs[ShardFormat.keySection(t)] = writeInts(section, table.keys());
      crcs[ShardFormat.rowSection(t)] = writeInts(section, table.rows());
    }
    return crcs;
  }

  /** Hashes every row once; the keys by table and row. */
  private int[][] writeSketches(SectionWriter section, ShardLayout layout, int[] order)
      throws IOException {
    int[][] keys = new int[layout.tables()][layout.rows()];
    float[] projected = new float[layout.dimension()];
    HashedQuery hashed = tables.hash(projected);
    float[] sums = new float[layout.sketchWords() * Long.SIZE];
    long[] words = new long[layout.sketchWords()];
    for (int i = 0; i < order.length; i++) {
      int row = order[i];
      System.arraycopy(buffer.chunk(row), buffer.offset(row), projected, 0, projected.length);
      tables.hash(projected, hashed);
      for (int t = 0; t < keys.length; t++) {
        keys[t][i] = HashTables.key(tables.keySum(hashed, t));
      }
      sketch.sketch(hashed.scaled(), sums, words, 0);
      for (long word : words) {
        section.putLong(word);
      }
    }
    return keys;
  }

  private static int writeInts(SectionWriter section, int[] values) throws IOException {
    for (int value : values) {
      section.putInt(value);
    }
    return section.end();
  }

  private static byte[] writeFooter(OutputStream out, byte[] header, int[] crcs)
      throws IOException {
    ByteBuffer list =
        ByteBuffer.allocate(crcs.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    list.asIntBuffer().put(crcs);
    MessageDigest sha = Digests.sha256();
    sha.update(header);
    byte[] digest = sha.digest(list.array());
    out.write(list.array());
    out.write(digest);
    out.write(ShardFormat.END_MAGIC);
    return digest;
  }
}
