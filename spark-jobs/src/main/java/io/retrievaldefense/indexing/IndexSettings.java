package io.retrievaldefense.indexing;

import io.retrievaldefense.config.IndexConfig;
import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.projection.NamedSeed;
import java.util.List;
import java.util.Locale;

/**
 * What a configuration says of an index, in the index's own terms.
 *
 * @param hash k, L, w, sketch, seed
 * @param search how the lsh engine is searched
 * @param engine lsh, exact or hnsw
 */
public record IndexSettings(HashParameters hash, SearchSettings search, String engine) {

  /**
   * @param config section {@code index}
   * @param seed of the run
   */
  public static IndexSettings of(IndexConfig config, long seed) {
    return new IndexSettings(
        new HashParameters(
            config.functions(),
            config.tables(),
            (float) config.width(),
            config.sketchBits(),
            NamedSeed.derive(seed, "hash functions")),
        new SearchSettings(
            config.probes(),
            config.candidateBudget().limit().orElse(SearchSettings.UNLIMITED),
            config.rerankLimit().limit().orElse(SearchSettings.UNLIMITED)),
        config.engine().name().toLowerCase(Locale.ROOT));
  }

  /**
   * The index's own defaults as settings of a configuration: what reaches recall .95 of the ten
   * nearest on features of a convolutional network. Those of a run are for more neighbours.
   */
  public static List<String> forVectors() {
    HashParameters hash = HashParameters.defaults(0);
    SearchSettings search = SearchSettings.DEFAULT;
    return List.of(
        "index.functions=" + hash.functionsPerTable(),
        "index.tables=" + hash.tables(),
        "index.width=" + hash.width(),
        "index.sketch-bits=" + hash.sketchBits(),
        "index.probes=" + search.probesPerTable(),
        "index.rerank-limit=" + search.rerankLimit());
  }

  /** The same engine with what a tuning chose. */
  public IndexSettings with(HashParameters otherHash, SearchSettings otherSearch) {
    return new IndexSettings(otherHash, otherSearch, engine);
  }
}
