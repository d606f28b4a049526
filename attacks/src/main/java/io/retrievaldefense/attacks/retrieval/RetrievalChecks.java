package io.retrievaldefense.attacks.retrieval;

import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.RetrievalAccess;

/** Checks that the retrieval attacks share. */
final class RetrievalChecks {

  private RetrievalChecks() {}

  /** The index, which the model must offer, must hold the candidates, and they the neighbours. */
  static void candidates(String attack, int candidates, AttackedModel model) {
    RetrievalAccess index = model.retrieval().orElseThrow();
    int neighbors = index.neighbors();
    int size = index.size();
    if (candidates < neighbors || candidates > size) {
      throw new IllegalArgumentException(
          "number of candidates for attack %s must be in [%d, %d]: %d"
              .formatted(attack, neighbors, size, candidates));
    }
  }
}
