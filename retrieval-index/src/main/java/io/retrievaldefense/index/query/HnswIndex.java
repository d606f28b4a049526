package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;

/**
 * Searches a hierarchical navigable small-world graph (Malkov and Yashunin 2016) by Lucene, over
 * the vectors of the same shards. The graph is built when the index is opened and lives on the
 * heap; it is the same for the same shard layout, not for another.
 */
public final class HnswIndex implements NeighborIndex {
  private static final long GRAPH_SEED = 42;

  private final IndexManifest manifest;
  private final HnswSettings settings;
  private final ShardSet shards;
  private final RowVectors vectors;
  private final OnHeapHnswGraph graph;
  private final Bits live;

  private HnswIndex(
      IndexManifest manifest,
      HnswSettings settings,
      ShardSet shards,
      RowVectors vectors,
      OnHeapHnswGraph graph) {
    this.manifest = manifest;
    this.settings = settings;
    this.shards = shards;
    this.vectors = vectors;
    this.graph = graph;
    this.live = shards.live() == shards.rows() ? null : new LiveRows(shards);
  }

  /**
   * Opens a snapshot and builds the graph.
   *
   * @param store of the index
   * @param manifest which snapshot
   * @param verification how much to read before trusting it
   * @param settings of graph and search
   */
  public static HnswIndex open(
      IndexStore store, IndexManifest manifest, Verification verification, HnswSettings settings)
      throws IOException {
    ShardSet shards = ShardSet.open(store, manifest, verification);
    int dimension = manifest.schema().dimension();
    RowVectors vectors =
        RowVectors.of(shards, RowOrder.stored(shards), dimension, ResidentLookup.heapLimit());
    OnHeapHnswGraph graph =
        HnswGraphBuilder.create(
                new RowScorerSupplier(shards, vectors, dimension),
                settings.links(),
                settings.buildBeam(),
                GRAPH_SEED)
            .build(shards.rows());
    return new HnswIndex(manifest, settings, shards, vectors, graph);
  }

  /** The same graph, searched with another beam. */
  public HnswIndex withSearchBeam(int beam) {
    HnswSettings other = new HnswSettings(settings.links(), settings.buildBeam(), beam);
    return new HnswIndex(manifest, other, shards, vectors, graph);
  }

  @Override
  public int size() {
    return shards.live();
  }

  @Override
  public int dimension() {
    return manifest.schema().dimension();
  }

  @Override
  public int featureDimension() {
    return manifest.schema().featureDimension();
  }

  @Override
  public IndexManifest manifest() {
    return manifest;
  }

  @Override
  public SearchResult search(float[] projectedQuery, int n) {
    Queries.require(this, projectedQuery, n);
    return walk(projectedQuery, n);
  }

  @Override
  public List<SearchResult> searchBatch(float[][] queries, int n, int threads) {
    Queries.require(this, queries, n);
    SearchResult[] results = new SearchResult[queries.length];
    Batches.run(
        queries.length,
        threads,
        (start, end) -> {
          for (int q = start; q < end; q++) {
            results[q] = walk(queries[q], n);
          }
        });
    return Arrays.asList(results);
  }

  private SearchResult walk(float[] query, int n) {
    int beam = Math.min(Math.max(n, settings.searchBeam()), shards.rows());
    RowScorer scorer = new RowScorer(vectors, query, shards.rows());
    KnnCollector found;
    try {
      found = HnswGraphSearcher.search(scorer, beam, graph, live, Integer.MAX_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException("a graph on the heap must be readable", e);
    }
    int visited = Math.toIntExact(found.visitedCount());
    TopNeighbors best = new TopNeighbors(n);
    ScoreDoc[] rows = found.topDocs().scoreDocs;
    for (ScoreDoc row : rows) {
      best.offer(scorer.squaredDistance(row.doc), shards.id(row.doc), row.doc);
    }
    int shortfall = n - best.size();
    return new SearchResult(
        best.drain(shards), new QueryStats(0, visited, visited, 0, rows.length, shortfall));
  }

  @Override
  public void copyFeature(long row, float[] target, int offset) {
    shards.copyFeature(row, target, offset);
  }

  @Override
  public void close() {
    // Maps are released with the last reference to them.
  }

  /** The rows that are not deleted. */
  private record LiveRows(ShardSet shards) implements Bits {
    @Override
    public boolean get(int row) {
      return !shards.isDead(row);
    }

    @Override
    public int length() {
      return shards.rows();
    }
  }
}
