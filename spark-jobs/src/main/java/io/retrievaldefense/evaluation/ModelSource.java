package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.AttackedModel;
import java.io.IOException;

/** Builds models when they are first asked for; one instance serves one thread. */
public interface ModelSource extends AutoCloseable {

  /**
   * The model, which stays this source's.
   *
   * @throws IOException if its parts cannot be read
   */
  AttackedModel model(ModelKey key) throws IOException;

  @Override
  void close();
}
