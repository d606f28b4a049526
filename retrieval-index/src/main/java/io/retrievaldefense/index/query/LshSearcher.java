package io.retrievaldefense.index.query;

import io.retrievaldefense.index.hashing.HashTables;
import io.retrievaldefense.index.hashing.HashedQuery;
import io.retrievaldefense.index.hashing.ProbeSequence;
import io.retrievaldefense.index.hashing.SignSketch;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.shard.ShardReader;

/** One thread's working memory for searching an {@link LshIndex}, and the search itself. */
final class LshSearcher {
  private final ShardSet shards;
  private final HashTables tables;
  private final HashedQuery hashed;
  private final ProbeSequence probes;
  private final CandidateSet candidates;
  private final SketchFilter filter;
  private final float[] vector;
  private long[] keySums = new long[1];

  LshSearcher(ShardSet shards, HashTables tables, SignSketch sketch) {
    this.shards = shards;
    this.tables = tables;
    vector = new float[tables.dimension()];
    hashed = tables.hash(vector);
    probes = new ProbeSequence(tables.parameters().functionsPerTable());
    candidates = new CandidateSet(shards.rows());
    filter = new SketchFilter(shards, sketch);
  }

  SearchResult search(float[] query, int n, SearchSettings settings) {
    tables.hash(query, hashed);
    candidates.clear();
    int probed =
        settings.probesPerTable() == SearchSettings.UNLIMITED
            ? collectAll()
            : collect(settings.probesPerTable());
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
    shards.copyVector(row, vector, 0);
    float distance = SquaredDistance.between(query, 0, vector, 0, vector.length);
    if (distance <= best.bound()) {
      best.offer(distance, shards.id(row), row);
    }
  }

  /** Every bucket of a table holds every row, so one table is enough. */
  private int collectAll() {
    for (int row = 0; row < shards.rows(); row++) {
      candidates.add(row);
    }
    return 0;
  }

  private int collect(int probesPerTable) {
    if (keySums.length < probesPerTable) {
      keySums = new long[probesPerTable];
    }
    int probed = 0;
    for (int table = 0; table < tables.parameters().tables(); table++) {
      int count = probes.generate(tables, hashed, table, keySums, probesPerTable);
      probed += count;
      for (int s = 0; s < shards.shards(); s++) {
        ShardReader shard = shards.shard(s);
        int start = shards.start(s);
        for (int probe = 0; probe < count; probe++) {
          long bucket = shard.bucket(table, HashTables.key(keySums[probe]));
          int end = (int) (bucket >>> Integer.SIZE);
          for (int entry = (int) bucket; entry < end; entry++) {
            candidates.add(start + shard.entryRow(table, entry));
          }
        }
      }
    }
    return probed;
  }
}
