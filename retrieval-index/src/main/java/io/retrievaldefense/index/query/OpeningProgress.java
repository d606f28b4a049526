package io.retrievaldefense.index.query;

/** Hears how far the opening of an index is: a large one takes a while. */
public interface OpeningProgress {
  /** For those who do not ask. */
  OpeningProgress UNHEARD =
      new OpeningProgress() {
        @Override
        public void begin(String what, long units) {}

        @Override
        public void advance(long units) {}
      };

  /**
   * Begins a piece of the work; the one before it is over.
   *
   * @param what in a few words: {@code merging tables}
   * @param units how many units it has
   */
  void begin(String what, long units);

  /**
   * Some units of it are done.
   *
   * @param units how many
   */
  void advance(long units);
}
