package io.retrievaldefense.index.shard;

import io.retrievaldefense.index.storage.IndexFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Writes any number of rows as shards of a given number of rows, in the order in which the rows
 * come. A full shard is hashed and written in the background while the next is being filled, so at
 * most two are on the heap. Not safe for concurrent use.
 */
public final class ShardSeries implements Closeable {
  /** Shards of this size open fast, and two fit a heap. */
  private static final long SHARD_BYTES = 256L << 20;

  private final IndexFiles files;
  private final IndexSchema schema;
  private final int candidateBudget;
  private final int rowsPerShard;
  private final ExecutorService background = Executors.newSingleThreadExecutor();
  private final Queue<Future<Optional<ShardReceipt>>> unfinished = new ArrayDeque<>();
  private final List<ShardReceipt> receipts = new ArrayList<>();
  private ShardWriter current;

  /**
   * @param files the index folder
   * @param schema what all shards have in common
   * @param candidateBudget buckets with more rows are counted as capped
   * @param rowsPerShard how many rows a shard holds; the last may hold fewer
   */
  public ShardSeries(IndexFiles files, IndexSchema schema, int candidateBudget, int rowsPerShard) {
    if (rowsPerShard < 1) {
      throw new IllegalArgumentException("rows per shard must be at least 1: " + rowsPerShard);
    }
    this.files = files;
    this.schema = schema;
    this.candidateBudget = candidateBudget;
    this.rowsPerShard = rowsPerShard;
  }

  /** How many rows make a shard of 256 MiB. */
  public static int rowsPerShard(IndexSchema schema) {
    long rows = 1 << 10;
    return (int) Math.max(1, SHARD_BYTES * rows / layout(schema, (int) rows).fileLength());
  }

  /**
   * Refuses shards that would be too long, which a writer finds out when it has gathered one.
   *
   * @param rows of the longest
   * @throws IllegalArgumentException if they are too many
   */
  public static void requireFits(IndexSchema schema, int rows) {
    long bytes = layout(schema, rows).fileLength();
    if (bytes > ShardFormat.LENGTH_LIMIT) {
      throw new IllegalArgumentException(
          "rows per shard must leave a shard of at most "
              + ShardFormat.LENGTH_LIMIT
              + " bytes: "
              + bytes
              + " with "
              + rows);
    }
  }

  private static ShardLayout layout(IndexSchema schema, int rows) {
    return new ShardLayout(
        rows,
        schema.dimension(),
        schema.featureDimension(),
        schema.hash().tables(),
        schema.hash().sketchBits() / Long.SIZE);
  }

  /**
   * Adds a row; see {@link ShardWriter#add}.
   *
   * @throws IOException when an earlier shard could not be written
   */
  public void add(long id, int label, float[] projected, float[] feature) throws IOException {
    if (current == null) {
      current = new ShardWriter(files, schema, candidateBudget);
    }
    current.add(id, label, projected, feature);
    if (current.rows() == rowsPerShard) {
      finishCurrent();
    }
  }

  /**
   * Ends the series.
   *
   * @return receipts of all shards, durable, in the order of their rows
   */
  public List<ShardReceipt> finish() throws IOException {
    if (current != null) {
      finishCurrent();
    }
    awaitAll();
    return List.copyOf(receipts);
  }

  private void finishCurrent() throws IOException {
    // Two at once on the heap, not three: the one before must be written by now.
    awaitAll();
    unfinished.add(background.submit(current::finish));
    current = null;
  }

  private void awaitAll() throws IOException {
    while (!unfinished.isEmpty()) {
      try {
        unfinished.remove().get().ifPresent(receipts::add);
      } catch (ExecutionException e) {
        rethrow(e.getCause());
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private static void rethrow(Throwable cause) throws IOException {
    if (cause instanceof IOException e) {
      throw e;
    }
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    throw new IllegalStateException("writing a shard must not throw this", cause);
  }

  /** Ends the background thread; when this returns nothing is being written any more. */
  @Override
  public void close() throws IOException {
    background.shutdownNow();
    try {
      background.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    IOException interruption = new InterruptedIOException("interrupted while writing");
    interruption.initCause(cause);
    return interruption;
  }
}
