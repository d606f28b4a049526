package io.retrievaldefense.prediction;

import io.retrievaldefense.classifier.IndexRetriever;
import io.retrievaldefense.classifier.RetrievedRow;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.features.CnnFeatureExtractor;
import io.retrievaldefense.index.projection.Projection;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.jobs.TrainedRun;
import java.io.IOException;
import java.util.List;

/** The private set of a run, searched by images: extractor, projection and index. */
public final class ImageIndex implements AutoCloseable {
  private final CnnModel extractor;
  private final CnnFeatureExtractor features;
  private final NeighborIndex index;
  private final IndexRetriever retriever;

  private ImageIndex(
      CnnModel extractor,
      CnnFeatureExtractor features,
      Projection projection,
      NeighborIndex index) {
    this.extractor = extractor;
    this.features = features;
    this.index = index;
    this.retriever = new IndexRetriever(projection, index);
  }

  /**
   * @param run whose index is built
   * @return its index, every byte verified; to be closed
   * @throws IOException if a part is missing, damaged, or of another projection or extractor
   */
  public static ImageIndex open(TrainedRun run) throws IOException {
    return of(run, run.indexLocation(), run.openIndex());
  }

  /**
   * @param run whose network and projection the index was built with
   * @param location of the index
   * @param index closed with what is returned, or if this fails
   * @return the index, to be closed
   * @throws IOException if a part is missing, damaged, or of another projection or extractor
   */
  public static ImageIndex of(TrainedRun run, String location, NeighborIndex index)
      throws IOException {
    try {
      run.requireBuiltWith(location, index.manifest());
      CnnModel extractor = CnnModelFile.parse(run.extractor(), "extractor of the run");
      CnnFeatureExtractor features = new CnnFeatureExtractor(extractor, run.featureLayer(), 1);
      return new ImageIndex(extractor, features, run.projection(), index);
    } catch (IOException | RuntimeException e) {
      index.close();
      throw e;
    }
  }

  /** How many images can be found. */
  public int size() {
    return index.size();
  }

  /**
   * @param image pixels in [0,1] [H * W * C]
   * @param count how many, between 1 and {@link #size()}
   * @return the nearest private images, nearest first; fewer where the index finds no more
   * @throws IllegalArgumentException if the count is out of range
   */
  public List<RetrievedRow> nearest(float[] image, int count) {
    return retriever.nearest(retriever.project(feature(image)), count);
  }

  /** h [D] of pixels in [0,1]. */
  float[] feature(float[] image) {
    return features.features(new float[][] {image})[0];
  }

  CnnModel extractor() {
    return extractor;
  }

  IndexRetriever retriever() {
    return retriever;
  }

  @Override
  public void close() throws IOException {
    features.close();
    index.close();
  }
}
