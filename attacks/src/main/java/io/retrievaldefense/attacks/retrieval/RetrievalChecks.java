package io.retrievaldefense.attacks.retrieval;

import io.retrievaldefense.attacks.AttackedModel;

/** Checks that the retrieval attacks share. */
final class RetrievalChecks {

  private RetrievalChecks() {}

  /** The index must hold the candidates, and they the neighbours. */
  static void candidates(String attack, int candidates, AttackedModel model) {
    int neighbors = model.retrieval().neighbors();
    int size = model.retrieval().size();
    if (candidates < neighbors || candidates > size) {
      throw new IllegalArgumentException(
          "number of candidates for attack %s must be in [%d, %d]: %d"
              .formatted(attack, neighbors, size, candidates));
    }
  }
}
