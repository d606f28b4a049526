package io.retrievaldefense.index.query;

import io.retrievaldefense.index.hashing.HashTables;
import io.retrievaldefense.index.hashing.HashedQuery;
import io.retrievaldefense.index.hashing.ProbeSequence;
import io.retrievaldefense.index.hashing.SignSketch;
import io.retrievaldefense.index.manifest.SearchSettings;

/** One thread's working memory for searching an {@link LshIndex}, and the search itself. */
final class LshSearcher {
  /** What the first word of the sketches leaves for the whole of them, in re-rank limits. */
  private static final int FIRST_SCREEN = 8;

  private final ShardSet shards;
  private final RowOrder order;
  private final BucketLookup lookup;
  private final RowVectors vectors;
  private final HashTables tables;
  private final HashedQuery hashed;
  private final ProbeSequence probes;
  private final MetRows met = new MetRows();
  private final CandidateSet candidates;
  private final SketchFilter filter;
  private final float[] vector;
  private long[] keySums = new long[1];
  private int metBefore;

  LshSearcher(
      ShardSet shards,
      RowOrder order,
      BucketLookup lookup,
      RowVectors vectors,
      HashTables tables,
      SignSketch sketch) {
    this.shards = shards;
    this.order = order;
    this.vectors = vectors;
    this.lookup = lookup;
    this.tables = tables;
    vector = new float[tables.dimension()];
    hashed = tables.hash(vector);
    probes = new ProbeSequence(tables.parameters().functionsPerTable());
    candidates = new CandidateSet(order);
    filter = new SketchFilter(lookup, sketch);
  }

  /**
   * A part's share in the first screen: how many of the rows met lie at each distance.
   *
   * @return nothing when there is no first screen
   */
  int[] countMet(float[] query, SearchSettings settings) {
    if (!filter.present() || settings.probesPerTable() == SearchSettings.UNLIMITED) {
      return new int[0];
    }
    long queryWord = start(query);
    collect(settings.probesPerTable(), queryWord);
    return met.counts().clone();
  }

  /**
   * A part's share in the second screen: how many candidates lie at each distance.
   *
   * @param firstBound of the first screen, or {@link ScreenCounts#EVERY_ROW}
   */
  int[] countCandidates(float[] query, SearchSettings settings, int firstBound) {
    meet(query, settings, firstBound);
    return filter.counts(candidates).clone();
  }

  /**
   * A part's share in the answer.
   *
   * @param firstBound of the first screen, or {@link ScreenCounts#EVERY_ROW}
   * @param secondBound of the second
   */
  SearchResult rankWithin(
      float[] query, int n, SearchSettings settings, int firstBound, int secondBound) {
    int probed = meet(query, settings, firstBound);
    int candidatesMet = firstBound == ScreenCounts.EVERY_ROW ? shards.live() : metBefore;
    int distinct = candidates.size();
    filter.counts(candidates);
    filter.keepWithin(candidates, secondBound);
    TopNeighbors best = rank(query, n);
    return new SearchResult(
        best.drain(shards),
        new QueryStats(probed, candidatesMet, distinct, 0, candidates.size(), 0));
  }

  /** Makes the candidates those that the first screen's bound leaves; the buckets looked into. */
  private int meet(float[] query, SearchSettings settings, int firstBound) {
    long queryWord = start(query);
    int probed = 0;
    if (settings.probesPerTable() != SearchSettings.UNLIMITED) {
      probed = collect(settings.probesPerTable(), queryWord);
      metBefore = met.size();
    }
    if (firstBound == ScreenCounts.EVERY_ROW) {
      candidates.fill();
    } else {
      if (filter.present()) {
        met.keepWithin(firstBound);
      }
      candidates.addAll(met);
    }
    return probed;
  }

  private long start(float[] query) {
    tables.hash(query, hashed);
    candidates.clear();
    met.clear();
    return filter.take(hashed);
  }

  SearchResult search(float[] query, int n, SearchSettings settings) {
    long queryWord = start(query);
    int probed = 0;
    int candidatesMet = shards.live();
    if (settings.probesPerTable() == SearchSettings.UNLIMITED) {
      // Every row is in some bucket of every table.
      candidates.fill();
    } else {
      probed = collect(settings.probesPerTable(), queryWord);
      candidatesMet = met.size();
      if (filter.present() && settings.candidateBudget() == SearchSettings.UNLIMITED) {
        met.keepNearest(firstLimit(n, settings));
      }
      candidates.addAll(met);
    }
    if (candidates.size() < n) {
      // An outlier, whose buckets are near to empty, is answered as if all buckets were probed.
      candidates.fill();
      candidatesMet = shards.live();
    }
    int distinct = candidates.size();
    candidates.keepLowestIds(settings.candidateBudget());
    int dropped = distinct - candidates.size();
    filter.screen(candidates, Math.max(n, settings.rerankLimit()));
    TopNeighbors best = rank(query, n);
    int shortfall = n - best.size();
    return new SearchResult(
        best.drain(shards),
        new QueryStats(probed, candidatesMet, distinct, dropped, candidates.size(), shortfall));
  }

  /** A row is met once in each table at most, so at least n different ones are within this. */
  private int firstLimit(int n, SearchSettings settings) {
    return firstLimit(n, settings, tables.parameters().tables());
  }

  static int firstLimit(int n, SearchSettings settings, int tables) {
    long limit = Math.max((long) FIRST_SCREEN * settings.rerankLimit(), (long) n * tables);
    return (int) Math.min(limit, Integer.MAX_VALUE);
  }

  private TopNeighbors rank(float[] query, int n) {
    TopNeighbors best = new TopNeighbors(n);
    int[] positions = candidates.positions();
    for (int i = 0; i < candidates.size(); i++) {
      float distance = vectors.squaredDistance(query, positions[i], vector);
      if (distance <= best.bound()) {
        int row = order.row(positions[i]);
        best.offer(distance, shards.id(row), row);
      }
    }
    return best;
  }

  private int collect(int probesPerTable, long queryWord) {
    if (keySums.length < probesPerTable) {
      keySums = new long[probesPerTable];
    }
    int probed = 0;
    for (int table = 0; table < tables.parameters().tables(); table++) {
      int count = probes.generate(tables, hashed, table, keySums, probesPerTable);
      probed += count;
      lookup.collect(table, keySums, count, queryWord, met);
    }
    return probed;
  }
}
