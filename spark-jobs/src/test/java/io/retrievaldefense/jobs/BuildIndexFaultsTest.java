package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.check.CheckIndex;
import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.lifecycle.GarbageCollector;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.Provenance;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.projection.Scaling;
import io.retrievaldefense.index.query.IndexRows;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark's tasks fail, are killed and run twice: the index is as if nothing had happened. */
class BuildIndexFaultsTest {
  private static final int ROWS = 200;
  private static final int PARTITIONS = 4;
  private static final int DIMENSION = 6;

  @TempDir Path folder;
  private SparkSession spark;
  private IndexSchema schema;

  @BeforeEach
  void start() {
    // Two tasks at once, each of them up to three times.
    spark = RunHarness.spark("local[2,3]");
    schema =
        new IndexSchema(
            DIMENSION,
            new HashParameters(4, 3, 4f, 64, 1),
            Scaling.identity(DIMENSION),
            "a".repeat(64),
            "b".repeat(64));
  }

  @AfterEach
  void stop() {
    spark.close();
  }

  /** Does to the first attempt of each partition another of the things that happen to tasks. */
  private record FaultyTask(ShardTask task)
      implements FlatMapFunction<Iterator<Row>, ShardReceipt> {
    @Override
    public Iterator<ShardReceipt> call(Iterator<Row> rows) throws Exception {
      TaskContext context = TaskContext.get();
      boolean first = context.attemptNumber() == 0;
      switch (context.partitionId()) {
        case 0 -> {
          if (first) {
            rows.next();
            throw new IllegalStateException("lost while reading");
          }
        }
        case 1 -> {
          if (first) {
            task.call(rows);
            throw new IllegalStateException("lost after its shard was written");
          }
        }
        case 2 -> {
          if (first) {
            task.call(rows);
            TimeUnit.MINUTES.sleep(1);
            throw new IllegalStateException("task must have been killed by now");
          }
        }
        default -> {
          // As when a speculative copy ends first: both write, one receipt comes back.
          List<Row> again = new ArrayList<>();
          rows.forEachRemaining(again::add);
          task.call(again.iterator());
          return task.call(again.iterator());
        }
      }
      return task.call(rows);
    }
  }

  /** Kills the first attempt of partition 2 as soon as its shard is there. */
  private static final class Killer extends SparkListener {
    private final SparkContext spark;

    Killer(SparkContext spark) {
      this.spark = spark;
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
      if (start.taskInfo().index() == 2 && start.taskInfo().attemptNumber() == 0) {
        spark.killTaskAttempt(start.taskInfo().taskId(), true, "another job wants the cores");
      }
    }
  }

  private JavaRDD<Row> rows() {
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (long id = 0; id < ROWS; id++) {
      Float[] h = new Float[DIMENSION];
      Float[] projected = new Float[DIMENSION];
      for (int i = 0; i < DIMENSION; i++) {
        h[i] = random.nextFloat();
        projected[i] = (float) random.nextGaussian();
      }
      rows.add(RowFactory.create(id, (int) (id % 10), h, projected));
    }
    StructType type =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("label", DataTypes.IntegerType)
            .add("h", DataTypes.createArrayType(DataTypes.FloatType))
            .add("projected", DataTypes.createArrayType(DataTypes.FloatType));
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return spark.createDataFrame(context.parallelize(rows, PARTITIONS), type).javaRDD();
  }

  private ShardTask task(IndexStore store) {
    return task(store, ROWS);
  }

  private ShardTask task(IndexStore store, int rowsPerShard) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return new ShardTask(
        store.files().location(),
        context.broadcast(schema),
        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())),
        SearchSettings.UNLIMITED,
        rowsPerShard,
        context.sc().longAccumulator(),
        context.sc().longAccumulator());
  }

  private IndexManifest commit(IndexStore store, List<ShardReceipt> receipts) throws IOException {
    IndexManifest manifest =
        IndexManifest.of(
            store.nextSnapshot(),
            schema,
            new Provenance("c".repeat(64), "test", 10),
            "lsh",
            SearchSettings.DEFAULT,
            receipts);
    store.commit(manifest);
    return manifest;
  }

  @Test
  void failedKilledAndRepeatedTasksLeaveNoTrace() throws IOException {
    IndexStore calm = IndexStore.at(folder.resolve("calm").toString());
    IndexManifest expected = commit(calm, rows().mapPartitions(task(calm)).collect());

    spark.sparkContext().addSparkListener(new Killer(spark.sparkContext()));
    IndexStore store = IndexStore.at(folder.resolve("faulty").toString());
    List<ShardReceipt> receipts = rows().mapPartitions(new FaultyTask(task(store))).collect();
    IndexManifest manifest = commit(store, receipts);

    assertThat(manifest.rows()).isEqualTo(ROWS);
    assertThat(manifest.shards())
        .extracting(ShardReceipt::checksum)
        .isEqualTo(expected.shards().stream().map(ShardReceipt::checksum).toList());
    assertThat(CheckIndex.check(store).findings()).isEmpty();
    // Of the task that died after its shard and of the one that ran twice, maybe of the killed one.
    assertThat(CheckIndex.check(store).unreferenced()).hasSizeBetween(2, 3);
    new GarbageCollector(store).collect(Instant.now().plusSeconds(60));
    assertThat(store.files().list("shards")).hasSize(PARTITIONS);
    assertThat(CheckIndex.check(store).findings()).isEmpty();
  }

  @Test
  void aPartitionOfManyRowsIsSeveralShardsOfTheSameRows() throws IOException {
    IndexStore whole = IndexStore.at(folder.resolve("whole").toString());
    IndexManifest expected = commit(whole, rows().mapPartitions(task(whole)).collect());

    IndexStore cut = IndexStore.at(folder.resolve("cut").toString());
    IndexManifest manifest = commit(cut, rows().mapPartitions(task(cut, 20)).collect());

    // Fifty rows in each partition.
    assertThat(manifest.shards()).hasSize(3 * PARTITIONS);
    assertThat(manifest.shards()).allMatch(shard -> shard.rows() <= 20);
    assertThat(CheckIndex.check(cut).findings()).isEmpty();
    assertThat(content(cut, manifest)).isEqualTo(content(whole, expected)).hasSize(ROWS);
  }

  /** By id. */
  private static SortedMap<Long, String> content(IndexStore store, IndexManifest manifest)
      throws IOException {
    SortedMap<Long, String> rows = new TreeMap<>();
    IndexRows.open(store, manifest)
        .forEach(
            (id, label, vector, feature) ->
                rows.put(id, label + Arrays.toString(vector) + Arrays.toString(feature)));
    return rows;
  }

  @Test
  void aJobThatFailsForGoodChangesNothingThatReadersSee() throws IOException {
    IndexStore store = IndexStore.at(folder.toString());
    IndexManifest before = commit(store, rows().mapPartitions(task(store)).collect());
    ShardTask task = task(store);
    JavaRDD<ShardReceipt> broken =
        rows()
            .mapPartitions(
                partition -> {
                  Iterator<ShardReceipt> receipts = task.call(partition);
                  if (TaskContext.get().partitionId() == 2) {
                    throw new IllegalStateException("no executor has room for this");
                  }
                  return receipts;
                });
    assertThatThrownBy(broken::collect)
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("failed 3 times");
    assertThat(store.manifest()).isEqualTo(before);
    assertThat(CheckIndex.check(store).findings()).isEmpty();
    assertThat(CheckIndex.check(store).unreferenced()).hasSizeGreaterThanOrEqualTo(3);
    new GarbageCollector(store).collect(Instant.now().plusSeconds(60));
    assertThat(store.files().list("shards")).hasSize(PARTITIONS);
  }
}
