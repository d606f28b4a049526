package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.classifier.BaselineClassifier;
import io.retrievaldefense.classifier.IndexRetriever;
import io.retrievaldefense.classifier.RetrievalClassifier;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.SummaryModel;
import io.retrievaldefense.classifier.SummaryShape;
import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.cnn.Normalization;
import io.retrievaldefense.features.CnnFeatureExtractor;
import io.retrievaldefense.features.FeatureExtractor;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.Provenance;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.projection.GaussianProjection;
import io.retrievaldefense.index.projection.Scaling;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Untrained networks over a real index of 60 rows: all of the machinery, none of the time. */
public final class SmallDefence {

  static final int CLASSES = 4;
  static final int SIDE = 8;
  static final int ROWS = 60;
  static final long FIRST_ID = 1000;
  private static final int DIMENSION = 6;

  private static final CnnModel CNN =
      CnnModel.initialized(
          CnnArchitecture.of(
              new ImageShape(SIDE, SIDE, 3), List.of("conv 6", "pool", "dense 12"), CLASSES),
          new Normalization(new float[] {.5f, .4f, .3f}, new float[] {.2f, .3f, .25f}),
          7);
  private static final int LENGTH = CNN.architecture().featureLength(FeatureLayer.PENULTIMATE);

  private SmallDefence() {}

  static ClassifierModel baseline(int batch) {
    return ClassifierModel.of(new BaselineClassifier(CNN, batch), ThreatModel.BASELINE_TRANSFER);
  }

  /** The network as a classifier. */
  public static BaselineClassifier plain(int batch) {
    return new BaselineClassifier(CNN, batch);
  }

  /** The defence behind the network, over all rows of the index. */
  public static RetrievalClassifier overAllRows(NeighborIndex index, int batch) {
    RetrievalHead head = RetrievalHead.of(new IndexRetriever(projection(), index), summary(ROWS));
    return new RetrievalClassifier(CNN, FeatureLayer.PENULTIMATE, batch, head);
  }

  /** The network up to h. */
  public static FeatureExtractor extractor(int batch) {
    return new CnnFeatureExtractor(CNN, FeatureLayer.PENULTIMATE, batch);
  }

  /** All that stands behind the network. */
  public static RetrievalHead head(NeighborIndex index, int neighbors) {
    return RetrievalHead.of(new IndexRetriever(projection(), index), summary(neighbors));
  }

  static ClassifierModel defence(NeighborIndex index, int neighbors, int batch) {
    return defence(head(index, neighbors), batch, ThreatModel.KNOWN_INDEX);
  }

  static ClassifierModel defence(RetrievalHead head, int batch, ThreatModel heldUnder) {
    return ClassifierModel.of(
        new RetrievalClassifier(CNN, FeatureLayer.PENULTIMATE, batch, head), heldUnder);
  }

  static GaussianProjection projection() {
    return new GaussianProjection(LENGTH, DIMENSION, 3);
  }

  /** One layer, to which the neighbours' labels say more than their features. */
  static SummaryModel summary(int neighbors) {
    SummaryShape shape = new SummaryShape(LENGTH, CLASSES, List.of());
    SplittableRandom random = new SplittableRandom(5);
    float[] parameters = new float[shape.parameterCount()];
    int head = LENGTH * LENGTH;
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) ((i < head ? .4 : .1) * random.nextGaussian());
    }
    for (int label = 0; label < CLASSES; label++) {
      parameters[head + (LENGTH + label) * CLASSES + label] += 6;
    }
    return new SummaryModel(shape, neighbors, 1.5, parameters);
  }

  /** Features of random images, with random labels. */
  public static NeighborIndex index(Path folder, String engine, SearchSettings settings)
      throws IOException {
    return index(folder, engine, settings, FIRST_ID);
  }

  /** The same rows under other ids. */
  static NeighborIndex index(Path folder, String engine, SearchSettings settings, long firstId)
      throws IOException {
    IndexStore store = IndexStore.at(folder.toString());
    IndexSchema schema =
        new IndexSchema(
            LENGTH,
            new HashParameters(4, 3, 4, 64, 11),
            Scaling.identity(DIMENSION),
            projection().digest(),
            IndexSchema.NO_DIGEST);
    ShardWriter writer =
        new ShardWriter(store.files(), schema, SearchSettings.DEFAULT.candidateBudget());
    float[][] images = images(ROWS, 1);
    try (ClassifierModel extractor = baseline(ROWS)) {
      float[][] features = extractor.features(images);
      for (int i = 0; i < ROWS; i++) {
        writer.add(firstId + i, i % CLASSES, projection().project(features[i]), features[i]);
      }
    }
    IndexManifest manifest =
        IndexManifest.of(
            store.nextSnapshot(),
            schema,
            new Provenance("0".repeat(64), "test", CLASSES),
            engine,
            settings,
            List.of(writer.finish().orElseThrow()));
    store.commit(manifest);
    return IndexReader.open(folder.toString());
  }

  public static float[][] images(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] images = new float[count][SIDE * SIDE * 3];
    for (float[] image : images) {
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) random.nextDouble();
      }
    }
    return images;
  }

  /** Random images with the classes that the model gives them. */
  static List<Example> examples(ClassifierModel model, int count) {
    float[][] images = images(count, 2);
    int[] labels = model.labels(images);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      examples.add(Example.untargeted(i, images[i], labels[i]));
    }
    return examples;
  }
}
