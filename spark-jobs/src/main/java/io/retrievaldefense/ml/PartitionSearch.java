package io.retrievaldefense.ml;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.Provenance;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.query.LshIndex;
import io.retrievaldefense.index.query.SearchResult;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.ShardWriter;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Indexes the rows of a partition in a temporary folder, searches them, and removes the folder. */
record PartitionSearch(IndexSchema schema, int probes, Broadcast<QueryBlock> queries, int neighbors)
    implements PairFlatMapFunction<Iterator<Row>, Long, FoundRows> {

  private static final float[] NO_FEATURE = new float[0];
  private static final int NO_LABEL = 0;

  @Override
  public Iterator<Tuple2<Long, FoundRows>> call(Iterator<Row> rows) throws IOException {
    // Spark's own folder, which goes with the application even if this process is killed.
    Path folder = Files.createTempDirectory(Path.of(SparkFiles.getRootDirectory()), "p-stable-lsh");
    try {
      IndexStore store = IndexStore.at(folder);
      ShardWriter writer = new ShardWriter(store.files(), schema);
      while (rows.hasNext()) {
        Row row = rows.next();
        Vector vector = row.getAs(1);
        PStableLshModel.requireLength(vector, schema.dimension());
        writer.add(row.getLong(0), NO_LABEL, Columns.floats(vector), NO_FEATURE);
      }
      Optional<ShardReceipt> shard = writer.finish();
      return shard.isEmpty() ? Collections.emptyIterator() : search(store, shard.get());
    } finally {
      delete(folder);
    }
  }

  private Iterator<Tuple2<Long, FoundRows>> search(IndexStore store, ShardReceipt shard)
      throws IOException {
    IndexManifest manifest =
        IndexManifest.of(
            store.nextSnapshot(),
            schema,
            new Provenance(IndexSchema.NO_DIGEST, "partition", 1),
            "lsh",
            new SearchSettings(probes, SearchSettings.UNLIMITED, SearchSettings.UNLIMITED),
            List.of(shard));
    store.commit(manifest);
    QueryBlock block = queries.value();
    List<Tuple2<Long, FoundRows>> found = new ArrayList<>(block.ids().length);
    try (LshIndex index = LshIndex.open(store, manifest, Verification.STRUCTURE)) {
      int n = Math.min(neighbors, index.size());
      List<SearchResult> results = index.searchBatch(block.vectors(), n, 1);
      for (int i = 0; i < results.size(); i++) {
        List<FoundRows.Found> nearest = new ArrayList<>(n);
        results
            .get(i)
            .neighbors()
            .forEach(
                neighbor ->
                    nearest.add(new FoundRows.Found(neighbor.id(), neighbor.squaredDistance())));
        found.add(new Tuple2<>(block.ids()[i], new FoundRows(nearest)));
      }
    }
    return found.iterator();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
