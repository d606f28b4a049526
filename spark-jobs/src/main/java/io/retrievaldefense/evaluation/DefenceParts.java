package io.retrievaldefense.evaluation;

import io.retrievaldefense.classifier.IndexRetriever;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.Retriever;
import io.retrievaldefense.classifier.SummaryAblation;
import io.retrievaldefense.classifier.SummaryModel;
import io.retrievaldefense.index.projection.Projection;
import io.retrievaldefense.index.query.NeighborIndex;
import java.io.IOException;

/**
 * Puts heads together from their parts, all of them or one changed.
 *
 * @param projection W
 * @param standInProjection the W that the attacker searches their index by
 * @param indexes the indexes there are
 * @param seed of whatever is drawn anew
 */
public record DefenceParts(
    Projection projection, Projection standInProjection, Indexes indexes, long seed) {

  /** Opens the indexes; they are shared and stay open. */
  public interface Indexes {

    /** The private set's, as its manifest says. */
    NeighborIndex own() throws IOException;

    /** The private set's, compared row by row. */
    NeighborIndex exact() throws IOException;

    /** The attacker's, of public images. */
    NeighborIndex standIn() throws IOException;
  }

  /**
   * The head of a trained model.
   *
   * @throws IOException if an index cannot be opened
   */
  public RetrievalHead head(ModelKey.Build build, SummaryModel model) throws IOException {
    Retriever own = new IndexRetriever(projection, indexes.own());
    return switch (build) {
      case AS_BUILT -> RetrievalHead.of(own, model);
      case STAND_IN ->
          RetrievalHead.of(new IndexRetriever(standInProjection, indexes.standIn()), model);
      case EXACT_SEARCH -> RetrievalHead.of(new IndexRetriever(projection, indexes.exact()), model);
      case LABELS_OFF -> RetrievalHead.of(own, SummaryAblation.labelsOff(model));
      case UNIFORM_ATTENTION -> RetrievalHead.of(own, SummaryAblation.uniformAttention(model));
      case NO_PROJECTION -> RetrievalHead.of(UnprojectedSearch.of(indexes.exact()), model);
      case SHUFFLED_LABELS ->
          RetrievalHead.of(new RedrawnLabels(own, model.shape().classes(), seed), model);
    };
  }
}
