package io.retrievaldefense.index.query;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The searchers of one index: as many as have searched it at once. They belong to the index, not to
 * threads, and go with it. Safe for concurrent use.
 */
final class SearcherPool {
  private final Supplier<LshSearcher> maker;
  private final Deque<LshSearcher> idle = new ConcurrentLinkedDeque<>();

  /**
   * @param maker makes another
   */
  SearcherPool(Supplier<LshSearcher> maker) {
    this.maker = maker;
  }

  /** Does work with a searcher that nobody else has meanwhile. */
  <R> R searching(Function<LshSearcher, R> work) {
    LshSearcher searcher = idle.pollFirst();
    if (searcher == null) {
      searcher = maker.get();
    }
    R result = work.apply(searcher);
    // The last one first, whose memory is in the caches. Not after a failure: it may be half done.
    idle.addFirst(searcher);
    return result;
  }
}
