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
    filter = new SketchFilter(lookup, sketch);
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
    int probed = collectWithin(query, settings, firstBound);
    int candidatesMet = firstBound == ScreenCounts.EVERY_ROW ? shards.live() : met.met();
    int distinct = candidates.size();
    filter.counts(candidates);
    filter.keepWithin(candidates, secondBound);
    TopNeighbors best = rank(query, n);
    return new SearchResult(
        best.drain(shards),
        new QueryStats(probed, candidatesMet, distinct, 0, candidates.size(), 0));
  }

  /** Makes the candidates those that the first screen's bound leaves; the buckets looked into. */
  private int collectWithin(float[] query, SearchSettings settings, int firstBound) {
    int within = filter.present() ? Math.max(0, firstBound) : MetRows.FARTHEST;
    int probed = collect(query, settings, SearchSettings.UNLIMITED, within);
    if (firstBound == ScreenCounts.EVERY_ROW) {
      candidates.fill();
    }
    return probed;
  }

  SearchResult search(float[] query, int n, SearchSettings settings) {
    boolean allConsidered = settings.candidateBudget() == SearchSettings.UNLIMITED;
    int limit = allConsidered ? firstLimit(n, settings) : SearchSettings.UNLIMITED;
    int probed = collect(query, settings, limit, MetRows.FARTHEST);
    int candidatesMet = met.met();
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

  /** How many different rows the first screen leaves for the second, at least. */
  static int firstLimit(int n, SearchSettings settings) {
    long limit = Math.max((long) FIRST_SCREEN * settings.rerankLimit(), n);
    return (int) Math.min(limit, SearchSettings.UNLIMITED);
  }

  private TopNeighbors rank(float[] query, int n) {
    TopNeighbors best = new TopNeighbors(n);
    int[] positions = candidates.positions();
    int size = candidates.size();
    if (distances.length < size) {
      distances = new float[2 * size];
    }
    // First all distances: the rows' memory accesses then overlap, whatever is ranked where.
    vectors.squaredDistances(query, positions, size, distances, vector);
    float bound = bound(n, size);
    for (int i = 0; i < size; i++) {
      if (distances[i] <= bound) {
        int row = order.row(positions[i]);
        best.offer(distances[i], shards.id(row), row);
      }
    }
    return best;
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
