package io.retrievaldefense.prediction;

import io.retrievaldefense.classifier.IndexRetriever;
import io.retrievaldefense.classifier.RetrievedRow;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.features.CnnFeatureExtractor;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.projection.GaussianProjection;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.jobs.TrainedRun;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The private set of a run, searched by images: extractor, projection and index. */
public final class ImageIndex implements AutoCloseable {
  private final CnnModel extractor;
  private final CnnFeatureExtractor features;
  private final NeighborIndex index;
  private final IndexRetriever retriever;

  private ImageIndex(
      CnnModel extractor,
      CnnFeatureExtractor features,
      GaussianProjection projection,
      NeighborIndex index) {
    this.extractor = extractor;
    this.features = features;
    this.index = index;
    this.retriever = new IndexRetriever(projection, index);
  }

  /**
   * @param run whose index is built
   * @param hadoop Hadoop's settings
   * @return its index, every byte verified; to be closed
   * @throws IOException if a part is missing, damaged, or of another projection
   */
  public static ImageIndex open(TrainedRun run, Configuration hadoop) throws IOException {
    CnnModel extractor = CnnModelFile.parse(run.extractor(), "extractor of the run");
    GaussianProjection projection = run.projection();
    IndexStore store = IndexStore.at(run.indexLocation(), hadoop);
    IndexManifest manifest = store.manifest();
    manifest.requireProjection(projection.digest());
    NeighborIndex index = IndexReader.open(store, manifest, Verification.CONTENT);
    CnnFeatureExtractor features = new CnnFeatureExtractor(extractor, run.featureLayer(), 1);
    return new ImageIndex(extractor, features, projection, index);
  }

  /**
   * @param image pixels in [0,1] [H * W * C]
   * @param count how many, between 1 and the private set's size
   * @return the nearest private images, nearest first; fewer where the index finds no more
   */
  public List<RetrievedRow> nearest(float[] image, int count) {
    if (count < 1 || count > index.size()) {
      throw new BadInputException(
          "number of neighbors must be in [1, " + index.size() + "]: " + count);
    }
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
