package io.retrievaldefense.pipeline;

/** How far a long piece of work is. Safe for use by several threads; cheap to call often. */
public interface Progress {

  /**
   * Begins a piece of work; the one before it is over.
   *
   * @param what in a few words: {@code decoding images}
   * @param units how many units it has, at least 0
   */
  void begin(String what, long units);

  /**
   * Some units of it are done.
   *
   * @param units how many, at least 0
   */
  void advance(long units);

  /**
   * Says something that is worth a line of its own: an epoch's loss, a warning.
   *
   * @param message one line
   */
  void note(String message);
}
