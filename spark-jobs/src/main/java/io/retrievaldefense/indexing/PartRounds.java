package io.retrievaldefense.indexing;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.query.PartialIndex;
import io.retrievaldefense.pipeline.JobProgress;
import io.retrievaldefense.pipeline.Progress;
import io.retrievaldefense.pipeline.Slices;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Asks all parts of an index for something of each block of queries, and merges what they say block
 * by block. A part is some of the shards; an executor opens it once and keeps it for later rounds.
 */
final class PartRounds {
  /** Queries of a block: what is sent at a time. */
  static final int BLOCK = 1000;

  /** Rows of a part at most, as far as shards allow: executors that come later find parts left. */
  private static final int MOST_ROWS = 2_000_000;

  private final SparkSession spark;
  private final Progress progress;
  private final PartSource source;
  private final Broadcast<float[][]> queries;
  private final int blocks;
  private final List<int[]> parts;

  /**
   * @param spark whose executors work
   * @param progress counts blocks of all parts
   * @param location of the index
   * @param manifest which snapshot
   * @param queries [queries, d]
   */
  PartRounds(
      SparkSession spark,
      Progress progress,
      String location,
      IndexManifest manifest,
      float[][] queries) {
    this.spark = spark;
    this.progress = progress;
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    source =
        new PartSource(
            location,
            manifest.snapshot(),
            context.broadcast(
                new SerializableConfiguration(spark.sparkContext().hadoopConfiguration())));
    this.queries = context.broadcast(queries);
    blocks = (queries.length + BLOCK - 1) / BLOCK;
    parts =
        parts(
            manifest.shards().size(),
            manifest.storedRows(),
            spark.sparkContext().defaultParallelism());
  }

  private PartRounds(PartRounds other, float[][] queries) {
    spark = other.spark;
    progress = other.progress;
    source = other.source;
    parts = other.parts;
    this.queries = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(queries);
    blocks = (queries.length + BLOCK - 1) / BLOCK;
  }

  /** The same parts, asked with other queries. */
  PartRounds asking(float[][] others) {
    return new PartRounds(this, others);
  }

  /** Shards side by side, as evenly as their number allows. */
  static List<int[]> parts(int shards, int rows, int parallel) {
    int count = Math.min(shards, Slices.of(parallel, rows, MOST_ROWS));
    return IntStream.range(0, count)
        .mapToObj(
            part ->
                IntStream.range(
                        (int) ((long) shards * part / count),
                        (int) ((long) shards * (part + 1) / count))
                    .toArray())
        .toList();
  }

  /** What one part says of one block. */
  interface Asked<T> extends Serializable {
    T of(PartialIndex part, float[][] queries, int firstQuery);
  }

  /** What two parts say together. */
  interface Merged<T> extends Serializable {
    T of(T one, T other);
  }

  /** What is kept of what all parts say. */
  interface Kept<T, R> extends Serializable {
    R of(T all);
  }

  /** Runs a round; the blocks in order. */
  <T, R> List<R> run(String what, Asked<T> asked, Merged<T> merged, Kept<T, R> kept) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (JobProgress job =
        JobProgress.begin(spark.sparkContext(), progress, what, (long) blocks * parts.size())) {
      LongAccumulator done = job.counter("blocks");
      PartSource opener = source;
      Broadcast<float[][]> asking = queries;
      int count = blocks;
      Map<Integer, R> byBlock =
          context
              .parallelize(parts, parts.size())
              .mapPartitionsToPair(
                  part -> answers(opener, part, asking.value(), count, asked, done))
              .reduceByKey(merged::of)
              .mapToPair(block -> new Tuple2<>(block._1(), kept.of(block._2())))
              .collectAsMap();
      return IntStream.range(0, blocks).mapToObj(byBlock::get).toList();
    }
  }

  private static <T> Iterator<Tuple2<Integer, T>> answers(
      PartSource source,
      Iterator<int[]> parts,
      float[][] queries,
      int blocks,
      Asked<T> asked,
      LongAccumulator done)
      throws IOException {
    PartialIndex part = source.open(parts.next());
    return IntStream.range(0, blocks)
        .mapToObj(
            block -> {
              int start = block * BLOCK;
              float[][] some =
                  Arrays.copyOfRange(queries, start, Math.min(queries.length, start + BLOCK));
              T answer = asked.of(part, some, start);
              done.add(1);
              return new Tuple2<>(block, answer);
            })
        .iterator();
  }
}
