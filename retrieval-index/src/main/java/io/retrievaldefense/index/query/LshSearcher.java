package io.retrievaldefense.index.query;

import io.retrievaldefense.index.hashing.HashTables;
import io.retrievaldefense.index.hashing.HashedQuery;
import io.retrievaldefense.index.hashing.ProbeSequence;
import io.retrievaldefense.index.hashing.SignSketch;
import io.retrievaldefense.index.manifest.SearchSettings;

/** One thread's working memory for searching an {@link LshIndex}, and the search itself. */
final class LshSearcher {
  private final ShardSet shards;
  private final BucketLookup lookup;
  private final RowVectors vectors;
  private final HashTables tables;
  private final HashedQuery hashed;
  private final ProbeSequence probes;
  private final CandidateSet candidates;
  private final SketchFilter filter;
  private final float[] vector;
  private long[] keySums = new long[1];

  LshSearcher(
      ShardSet shards,
      BucketLookup lookup,
      RowVectors vectors,
      HashTables tables,
      SignSketch sketch) {
    this.shards = shards;
    this.vectors = vectors;
    this.lookup = lookup;
    this.tables = tables;
    vector = new float[tables.dimension()];
    hashed = tables.hash(vector);
    probes = new ProbeSequence(tables.parameters().functionsPerTable());
    candidates = new CandidateSet(shards.deadBits());
    filter = new SketchFilter(lookup, sketch);
  }

  SearchResult search(float[] query, int n, SearchSettings settings) {
    tables.hash(query, hashed);
    candidates.clear();
    int probed = 0;
    if (settings.probesPerTable() == SearchSettings.UNLIMITED) {
      // Every row is in some bucket of every table.
      candidates.addAll(shards.rows());
    } else {
      probed = collect(settings.probesPerTable());
    }
    candidates.list();
    if (candidates.size() < n) {
      // An outlier, whose buckets are near to empty, is answered as if all buckets were probed.
      candidates.addAll(shards.rows());
      candidates.list();
    }
    int met = candidates.met();
    int distinct = candidates.size();
    candidates.keepLowestIds(settings.candidateBudget(), shards);
    int kept = candidates.size();
    int limit = Math.max(n, settings.rerankLimit());
    int bound = kept > limit ? filter.bound(hashed, candidates, limit) : Integer.MAX_VALUE;
    TopNeighbors best = new TopNeighbors(n);
    int reranked = 0;
    for (int i = 0; i < kept; i++) {
      if (bound == Integer.MAX_VALUE || filter.distance(i) <= bound) {
        rank(query, candidates.row(i), best);
        reranked++;
      }
    }
    int shortfall = n - best.size();
    return new SearchResult(
        best.drain(shards),
        new QueryStats(probed, met, distinct, distinct - kept, reranked, shortfall));
  }

  private void rank(float[] query, int row, TopNeighbors best) {
    float distance = vectors.squaredDistance(query, row, vector);
    if (distance <= best.bound()) {
      best.offer(distance, shards.id(row), row);
    }
  }

  private int collect(int probesPerTable) {
    if (keySums.length < probesPerTable) {
      keySums = new long[probesPerTable];
    }
    int probed = 0;
    for (int table = 0; table < tables.parameters().tables(); table++) {
      int count = probes.generate(tables, hashed, table, keySums, probesPerTable);
      probed += count;
      lookup.collect(table, keySums, count, candidates);
    }
    return probed;
  }
}
