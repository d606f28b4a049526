package io.retrievaldefense.index.query;

import io.retrievaldefense.index.hashing.HashTables;
import io.retrievaldefense.index.hashing.HashedQuery;
import io.retrievaldefense.index.hashing.ProbeSequence;
import io.retrievaldefense.index.hashing.SignSketch;
import io.retrievaldefense.index.manifest.SearchSettings;

/** One thread's working memory for searching an {@link LshIndex}, and the search itself. */
final class LshSearcher {
  /** What the first word of the sketches leaves for the whole of them, in re-rank limits. */
  private static final int FIRST_SCREEN = 5;

  private final ShardSet shards;
  private final RowOrder order;
  private final BucketLookup lookup;
  private final RowVectors vectors;
  private final HashTables tables;
  private final HashedQuery hashed;
  private final ProbeSequence probes;
  private final MetRows met;
  private final CandidateSet candidates;
  private final SketchFilter filter;
  private final float[] vector;
  private float[] distances = new float[1024];
  private long[] keySums = new long[1];

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
    met = new MetRows(order.size());
    candidates = new CandidateSet(order);
    filter = new SketchFilter(lookup, sketch, order);
  }

  /**
   * A part's share in the first screen: how many of the different rows met lie at each distance.
   *
   * @return nothing when there is no first screen
   */
  int[] countMet(float[] query, SearchSettings settings) {
    if (!filter.present() || settings.probesPerTable() == SearchSettings.UNLIMITED) {
      return new int[0];
    }
    collect(query, settings, SearchSettings.UNLIMITED, MetRows.FARTHEST);
    return met.counts().clone();
  }

  /**
   * A part's share in the second screen: how many candidates lie at each distance.
   *
   * @param firstBound of the first screen, or {@link ScreenCounts#EVERY_ROW}
   */
  int[] countCandidates(float[] query, SearchSettings settings, int firstBound) {
    collectWithin(query, settings, firstBound);
    boolean everyRow = firstBound == ScreenCounts.EVERY_ROW;
    return (everyRow ? filter.countsOfAll() : filter.counts(candidates)).clone();
  }

  /**
   * A part's share in the answer.
   *
   * @param firstBound of the first screen, or {@link ScreenCounts#EVERY_ROW}
   * @param secondBound of the second
   */
  SearchResult rankWithin(
      float[] query, int n, SearchSettings settings, int firstBound, int secondBound) {
    int probed = collectWithin(query, settings, firstBound);
    if (firstBound == ScreenCounts.EVERY_ROW) {
      Ranked ranked = rankOfAll(query, n, secondBound);
      int live = shards.live();
      return new SearchResult(
          ranked.best().drain(shards), new QueryStats(probed, live, live, 0, ranked.rows(), 0));
    }
    int distinct = candidates.size();
    filter.counts(candidates);
    filter.keepWithin(candidates, secondBound);
    TopNeighbors best = rank(query, n);
    return new SearchResult(
        best.drain(shards), new QueryStats(probed, met.met(), distinct, 0, candidates.size(), 0));
  }

  /** Makes the candidates those that the first screen's bound leaves; the buckets looked into. */
  private int collectWithin(float[] query, SearchSettings settings, int firstBound) {
    int within = filter.present() ? Math.max(0, firstBound) : MetRows.FARTHEST;
    return collect(query, settings, SearchSettings.UNLIMITED, within);
  }

  SearchResult search(float[] query, int n, SearchSettings settings) {
    boolean allConsidered = settings.candidateBudget() == SearchSettings.UNLIMITED;
    int limit = allConsidered ? firstLimit(n, settings) : SearchSettings.UNLIMITED;
    int probed = collect(query, settings, limit, MetRows.FARTHEST);
    if (candidates.size() < n) {
      return searchAll(query, n, settings, probed);
    }
    int distinct = candidates.size();
    candidates.keepLowestIds(settings.candidateBudget());
    int dropped = distinct - candidates.size();
    filter.screen(candidates, Math.max(n, settings.rerankLimit()));
    TopNeighbors best = rank(query, n);
    int shortfall = n - best.size();
    return new SearchResult(
        best.drain(shards),
        new QueryStats(probed, met.met(), distinct, dropped, candidates.size(), shortfall));
  }

  /**
   * An outlier, whose buckets are near to empty, is answered as if all buckets were probed. Many
   * threads may do so at once: none holds more rows than the screen, or the budget, leaves.
   */
  private SearchResult searchAll(float[] query, int n, SearchSettings settings, int probed) {
    int live = shards.live();
    int budget = settings.candidateBudget();
    int limit = Math.max(n, settings.rerankLimit());
    Ranked ranked;
    if (budget < live) {
      candidates.fillLowestIds(budget);
      filter.screen(candidates, limit);
      ranked = new Ranked(rank(query, n), candidates.size());
    } else if (filter.present() && limit < live) {
      ranked = rankOfAll(query, n, ScreenCounts.bound(filter.countsOfAll(), limit));
    } else {
      ranked = rankAll(query, n);
    }
    int dropped = Math.max(0, live - budget);
    int shortfall = n - ranked.best().size();
    return new SearchResult(
        ranked.best().drain(shards),
        new QueryStats(probed, live, live, dropped, ranked.rows(), shortfall));
  }

  /** The best of some rows, and how many these were. */
  private record Ranked(TopNeighbors best, int rows) {}

  /** Ranks all rows within a distance of the second screen, or all there are without one. */
  private Ranked rankOfAll(float[] query, int n, int secondBound) {
    if (!filter.present()) {
      return rankAll(query, n);
    }
    filter.keepOfAll(candidates, secondBound);
    return new Ranked(rank(query, n), candidates.size());
  }

  private Ranked rankAll(float[] query, int n) {
    TopNeighbors best = new TopNeighbors(n);
    for (int next = 0; next < order.size(); ) {
      next = candidates.fill(next);
      measure(query);
      offer(best, best.bound());
    }
    return new Ranked(best, shards.live());
  }

  /** How many different rows the first screen leaves for the second, at least. */
  static int firstLimit(int n, SearchSettings settings) {
    long limit = Math.max((long) FIRST_SCREEN * settings.rerankLimit(), n);
    return (int) Math.min(limit, SearchSettings.UNLIMITED);
  }

  private TopNeighbors rank(float[] query, int n) {
    TopNeighbors best = new TopNeighbors(n);
    // First all distances: the rows' memory accesses then overlap, whatever is ranked where.
    measure(query);
    offer(best, bound(n, candidates.size()));
    return best;
  }

  private void measure(float[] query) {
    int size = candidates.size();
    if (distances.length < size) {
      distances = new float[ArrayLengths.grown(distances.length, size)];
    }
    vectors.squaredDistances(query, candidates.positions(), size, distances, vector);
  }

  /** Offers the candidates within a distance. */
  private void offer(TopNeighbors best, float bound) {
    int[] positions = candidates.positions();
    for (int i = 0; i < candidates.size(); i++) {
      if (distances[i] <= bound) {
        int row = order.row(positions[i]);
        best.offer(distances[i], shards.id(row), row);
      }
    }
  }

  /** The n-th least of the distances, so that no id is looked up but those that may count. */
  private float bound(int n, int size) {
    TopNeighbors nearest = new TopNeighbors(n);
    for (int i = 0; i < size; i++) {
      if (distances[i] < nearest.bound()) {
        nearest.offer(distances[i], 0, 0);
      }
    }
    return nearest.bound();
  }

  /**
   * Makes the candidates what the first screen leaves of the rows in the buckets, or none where all
   * buckets are to be looked into: every row is in some bucket of every table.
   *
   * @return the buckets looked into
   */
  private int collect(float[] query, SearchSettings settings, int limit, int within) {
    tables.hash(query, hashed);
    met.start(filter.take(hashed), limit, within);
    int probed = 0;
    int probesPerTable = settings.probesPerTable();
    if (probesPerTable != SearchSettings.UNLIMITED) {
      if (keySums.length < probesPerTable) {
        keySums = new long[probesPerTable];
      }
      for (int table = 0; table < tables.parameters().tables(); table++) {
        int count = probes.generate(tables, hashed, table, keySums, probesPerTable);
        probed += count;
        lookup.collect(table, keySums, count, met);
      }
    }
    met.copyTo(candidates);
    return probed;
  }
}
