package io.retrievaldefense.index.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.check.CheckIndex;
import io.retrievaldefense.index.lifecycle.GarbageCollector;
import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.process.ChildJvm;
import io.retrievaldefense.index.process.ChildTasks;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.MappedByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index on a real HDFS: three processes' worth of it in this one. */
class HdfsIndexTest {
  private static final float[][] VECTORS = SampleIndexes.vectors(200, 3);

  /** Held, because a logger that is not forgets its level; HDFS logs every operation. */
  private static final Logger HADOOP_LOG = Logger.getLogger("org.apache.hadoop");

  @TempDir static Path disk;
  private static MiniDFSCluster cluster;
  private static Configuration configuration;

  @BeforeAll
  static void start() throws IOException {
    HADOOP_LOG.setLevel(Level.SEVERE);
    configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, disk.toString());
    cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    cluster.waitActive();
  }

  @AfterAll
  static void stop() {
    cluster.shutdown();
  }

  private static String at(String folder) {
    return cluster.getURI() + "/" + folder;
  }

  private static IndexStore build(String folder, float[][] vectors, int shards) throws IOException {
    IndexStore store = IndexStore.at(at(folder), configuration);
    IndexSchema schema = SampleIndexes.schema(vectors);
    store.commit(
        SampleIndexes.manifest(
            store.nextSnapshot(),
            schema,
            SampleIndexes.write(store.files(), schema, vectors, shards)));
    return store;
  }

  @Test
  void answersAreThoseOfALocalIndex() throws IOException {
    IndexStore remote = build("answers", VECTORS, 3);
    IndexStore local = SampleIndexes.build(disk.resolve("local"), VECTORS, 3);
    NeighborIndex found = IndexReader.open(remote, remote.manifest(), Verification.CONTENT);
    NeighborIndex expected = IndexReader.open(local, local.manifest(), Verification.CONTENT);
    assertThat(found.searchBatch(VECTORS, 5, 1)).isEqualTo(expected.searchBatch(VECTORS, 5, 1));
    assertThat(CheckIndex.check(remote).findings()).isEmpty();
  }

  @Test
  void anIndexLargerThanTheHeapIsLocalisedAndSearched() throws IOException {
    IndexStore store = IndexStore.at(at("large"), configuration);
    assertThat(SampleIndexes.buildWide(store, 20_000).bytes()).isGreaterThan(80L << 20);
    List<String> expected = ChildTasks.answers(store);
    try (ChildJvm child = ChildJvm.start("80m", "answers", at("large"))) {
      assertThat(child.lines()).isEqualTo(expected);
    }
  }

  @Test
  void theWholeLifeOfAnIndex() throws IOException {
    IndexStore store = build("life", VECTORS, 4);
    IndexLifecycle lifecycle = new IndexLifecycle(store);
    lifecycle.delete(store.manifest(), new long[] {7, 10});
    lifecycle.compact(store.manifest(), 1000);
    assertThat(store.manifest().rows()).isEqualTo(198);
    assertThat(new GarbageCollector(store).collect(Instant.now().plusSeconds(60))).hasSize(7);
    assertThat(store.snapshots()).containsExactly(3L);
    assertThat(CheckIndex.check(store).sound()).isTrue();
  }

  @Test
  void ofManyConcurrentWritersOneWins() throws Exception {
    IndexStore store = build("race", VECTORS, 1);
    IndexManifest base = store.manifest();
    int writers = 6;
    ExecutorService pool = Executors.newFixedThreadPool(writers);
    for (long snapshot = 2; snapshot < 8; snapshot++) {
      IndexManifest next = base.with(snapshot, base.shards(), base.deletions());
      CyclicBarrier start = new CyclicBarrier(writers);
      AtomicInteger winners = new AtomicInteger();
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        tasks.add(
            () -> {
              start.await();
              try {
                store.commit(next);
                winners.incrementAndGet();
              } catch (SnapshotConflictException e) {
                assertThat(e.winner()).isEqualTo(next.snapshot());
              }
              return null;
            });
      }
      for (Future<Void> outcome : pool.invokeAll(tasks)) {
        outcome.get();
      }
      assertThat(winners).hasValue(1);
      assertThat(store.manifest()).isEqualTo(next);
    }
    pool.shutdown();
    assertThat(store.files().list("")).hasSize(7);
  }

  @Test
  void aLocationWithoutASchemeIsOnTheDefaultFileSystem() throws IOException {
    Configuration onCluster = new Configuration(configuration);
    FileSystem.setDefaultUri(onCluster, cluster.getURI());
    IndexFiles.at("/unqualified", onCluster).publish("a", new byte[] {1});
    assertThat(IndexFiles.at(at("unqualified"), configuration).read("a", 1)).containsExactly(1);
    // One on the disk says so, or its location would lead to the cluster.
    Path here = disk.resolve("here");
    IndexFiles local = IndexFiles.at("file:" + here, onCluster);
    local.publish("b", new byte[] {2});
    assertThat(here.resolve("b")).hasBinaryContent(new byte[] {2});
    assertThat(local.location()).isEqualTo("file:" + here);
    assertThat(IndexFiles.at(local.location(), onCluster).read("b", 1)).containsExactly(2);
    assertThatThrownBy(() -> IndexFiles.at(here.toString(), onCluster))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "index location must begin with file: or %s where a folder of that name is on the local"
                + " disk: %s",
            cluster.getURI(), here);
  }

  @Test
  void filesKeepTheContract() throws IOException {
    IndexFiles files = IndexFiles.at(at("files"), configuration);
    assertThat(files.list("")).isEmpty();
    assertThat(files.list("shards")).isEmpty();
    try (OutputStream out = files.create("shards/a")) {
      out.write(new byte[] {1, 2, 3});
    }
    assertThatThrownBy(() -> files.create("shards/a"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(files.read("shards/a", 3)).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> files.read("shards/a", 2))
        .hasMessageEndingWith("expected at most 2 bytes, found 3 bytes");
    assertThat(files.list("shards")).containsExactly("shards/a");
    assertThat(files.modified("shards/a")).isAfter(Instant.now().minusSeconds(600));
    files.publish("b", new byte[] {4});
    assertThatThrownBy(() -> files.publish("b", new byte[] {5}))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(files.read("b", 10)).containsExactly(4);
    assertThat(files.list("")).containsExactly("b");
    MappedByteBuffer map = files.map("b", 1);
    files.delete("b");
    files.delete("b");
    assertThat(map.remaining()).isEqualTo(1);
    assertThat(map.get(0)).isEqualTo((byte) 4);
    assertThatThrownBy(() -> files.read("b", 10)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> files.map("b", 1)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> files.map("shards/a", 2))
        .hasMessageEndingWith("expected at most 2 bytes, found 3 bytes");
    for (String name : List.of("../b", "/b", "")) {
      assertThatThrownBy(() -> files.read(name, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("file name must stay inside the index folder: " + name);
    }
  }
}
