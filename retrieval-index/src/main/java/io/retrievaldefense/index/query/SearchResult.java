package io.retrievaldefense.index.query;

import java.util.List;

/**
 * The answer to one query.
 *
 * @param neighbors ascending by squared distance, then by id; fewer than asked for when {@code
 *     stats.shortfall()} says so, never padded
 * @param stats what it cost
 */
public record SearchResult(List<Neighbor> neighbors, QueryStats stats) {
  /** Takes an immutable copy of the list. */
  public SearchResult {
    neighbors = List.copyOf(neighbors);
  }
}
