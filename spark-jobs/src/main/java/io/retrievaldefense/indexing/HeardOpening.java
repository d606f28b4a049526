package io.retrievaldefense.indexing;

import io.retrievaldefense.index.query.OpeningProgress;
import io.retrievaldefense.pipeline.Progress;

/**
 * The opening of an index as a piece of a command's work.
 *
 * @param progress of the command
 */
public record HeardOpening(Progress progress) implements OpeningProgress {
  @Override
  public void begin(String what, long units) {
    progress.begin(what, units);
  }

  @Override
  public void advance(long units) {
    progress.advance(units);
  }
}
