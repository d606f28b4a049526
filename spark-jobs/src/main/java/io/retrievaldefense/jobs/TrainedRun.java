package io.retrievaldefense.jobs;

import static org.apache.spark.sql.functions.col;

import io.retrievaldefense.classifier.IndexRetriever;
import io.retrievaldefense.classifier.RetrievalClassifier;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.SummaryModel;
import io.retrievaldefense.classifier.SummaryModelFile;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.ExtractorConfig;
import io.retrievaldefense.evaluation.ExampleTable;
import io.retrievaldefense.evaluation.StoredExample;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.images.SizePolicy;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.projection.Projection;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.query.OpeningProgress;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.indexing.ExtractorDigests;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.report.EvaluatedModel;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The defence that a run has built, part by part, for those who want it outside the pipeline. A
 * part is read when it is asked for, so only its own step must be finished.
 */
public final class TrainedRun {
  private final FinishedRun run;

  /**
   * @param run whose steps have made the parts
   */
  public TrainedRun(FinishedRun run) {
    this.run = run;
  }

  /** The seed everything random was derived from. */
  public String seed() throws IOException {
    return run.seed();
  }

  /** Shape of every image. */
  public ImageShape shape() throws IOException {
    return dataset().shape();
  }

  /** What became of pictures of another size. */
  public SizePolicy sizePolicy() throws IOException {
    boolean isResized = Boolean.parseBoolean(run.setting("prepare", "data.resize"));
    return isResized ? SizePolicy.RESIZE : SizePolicy.REJECT;
  }

  /** Names of the classes, in the order of their labels. */
  public List<String> classNames() throws IOException {
    return dataset().classNames();
  }

  /** Digest of all images with their ids and labels. */
  public String dataDigest() throws IOException {
    return dataset().digest();
  }

  /** The model file of the network that computes h. */
  public byte[] extractor() throws IOException {
    return network(run.has(TuneExtractor.NAME) ? TuneExtractor.NAME : TrainExtractor.NAME);
  }

  /** The model file of the public network, which may be the extractor's. */
  public byte[] baseline() throws IOException {
    return run.has(TrainBaseline.NAME) ? network(TrainBaseline.NAME) : extractor();
  }

  private byte[] network(String step) throws IOException {
    return StepFiles.read(new Path(run.output(step), ExtractorModel.FILE), run.hadoop());
  }

  /** Which of the network's activations are h. */
  public FeatureLayer featureLayer() throws IOException {
    String feature = run.setting("extract-features", "extractor.feature");
    return FeatureLayer.valueOf(
        ExtractorConfig.Feature.valueOf(feature.toUpperCase(Locale.ROOT).replace('-', '_')).name());
  }

  /** Digest of the network that computes h and of which layer that is, as indexes record it. */
  public String extractorDigest() throws IOException {
    String recorded =
        FeatureInfo.read(run.output("extract-features"), run.hadoop()).extractorDigest();
    return ExtractorDigests.asRecorded(recorded, extractor(), featureLayer());
  }

  /** W. */
  public Projection projection() throws IOException {
    return FeatureInfo.read(run.output("extract-features"), run.hadoop()).projection();
  }

  /** Where the index is. */
  public String indexLocation() throws IOException {
    return BuildIndex.path(run.output("build-index")).toString();
  }

  /**
   * Opens the index, every byte of it verified.
   *
   * @return to be closed
   * @throws IOException if it is missing, damaged, or of another projection or extractor
   */
  public NeighborIndex openIndex() throws IOException {
    IndexStore store = IndexStore.at(indexLocation(), run.hadoop());
    NeighborIndex index =
        IndexReader.openLatest(store, Verification.CONTENT, null, OpeningProgress.UNHEARD);
    try {
      requireBuiltWith(indexLocation(), index.manifest());
      return index;
    } catch (IOException | RuntimeException e) {
      index.close();
      throw e;
    }
  }

  /**
   * Checks that an index can be asked by this run's features.
   *
   * @param index its location, which an error names
   * @param manifest of its snapshot
   * @throws IOException if it is of another projection or extractor, or a part of the run is
   *     missing
   */
  public void requireBuiltWith(String index, IndexManifest manifest) throws IOException {
    manifest.requireProjection(index, projection().digest());
    manifest.requireExtractor(index, extractorDigest());
  }

  /**
   * Attention and layers for one N.
   *
   * @param neighbors N
   * @throws BadInputException if the run has trained none for N
   */
  public SummaryModel summary(int neighbors) throws IOException {
    requireTrainedFor(neighbors);
    return SummaryModelFile.parse(
        StepFiles.read(classifierFiles().get(neighbors), run.hadoop()),
        "classifier for N=" + neighbors);
  }

  /**
   * Refuses an N before work is done for it.
   *
   * @param neighbors N
   * @throws BadInputException if the run has trained none for N
   */
  public void requireTrainedFor(int neighbors) throws IOException {
    Set<Integer> trained = classifierFiles().keySet();
    if (!trained.contains(neighbors)) {
      throw new BadInputException(
          "number of neighbors must be one the run has trained for, " + trained + ": " + neighbors);
    }
  }

  /**
   * The whole defence.
   *
   * @param neighbors N
   * @param index of this run, not closed with what is returned
   * @param batch images at once
   * @return to be closed
   * @throws BadInputException if the run has trained none for N
   */
  public RetrievalClassifier classifier(int neighbors, NeighborIndex index, int batch)
      throws IOException {
    CnnModel network = CnnModelFile.parse(extractor(), "extractor of the run");
    return new RetrievalClassifier(network, featureLayer(), batch, head(neighbors, index));
  }

  /**
   * All of the defence that stands behind the extractor.
   *
   * @param neighbors N
   * @param index of this run
   * @throws BadInputException if the run has trained none for N
   */
  public RetrievalHead head(int neighbors, NeighborIndex index) throws IOException {
    return RetrievalHead.of(new IndexRetriever(projection(), index), summary(neighbors));
  }

  /** The model files of attention and layers, by how many neighbours N they are given. */
  public SortedMap<Integer, byte[]> classifiers() throws IOException {
    SortedMap<Integer, byte[]> models = new TreeMap<>();
    for (Map.Entry<Integer, Path> file : classifierFiles().entrySet()) {
      models.put(file.getKey(), StepFiles.read(file.getValue(), run.hadoop()));
    }
    return models;
  }

  private SortedMap<Integer, Path> classifierFiles() throws IOException {
    Path step = run.output("train-classifier");
    SortedMap<Integer, Path> files = new TreeMap<>();
    for (String file : run.files("train-classifier")) {
      if (file.matches("classifier-\\d+\\.model")) {
        files.put(Integer.parseInt(file.replaceAll("\\D", "")), new Path(step, file));
      }
    }
    return files;
  }

  /** The test images, by id. */
  public List<LabeledImage> testImages(SparkSession spark) throws IOException {
    return ImageTable.collect(spark, run.output("prepare"), Split.TEST);
  }

  /** The ids of the test images. */
  public Set<Long> testIds(SparkSession spark) throws IOException {
    return ImageTable.withoutPixels(spark, run.output("prepare"), Split.TEST).stream()
        .map(LabeledImage::id)
        .collect(Collectors.toSet());
  }

  /** The validation images, by id. */
  public List<LabeledImage> validationImages(SparkSession spark) throws IOException {
    return ImageTable.collect(spark, run.output("prepare"), Split.VALIDATION);
  }

  /** The training images, by id. */
  public List<LabeledImage> trainingImages(SparkSession spark) throws IOException {
    return ImageTable.collect(spark, run.output("prepare"), Split.TRAINING);
  }

  /** The worst adversarial example of each attacked image, threat model and epsilon, by id. */
  public List<StoredExample> storedExamples(SparkSession spark, EvaluatedModel model)
      throws IOException {
    Path step = run.output("evaluate-attacks");
    return spark
        .read()
        .schema(ExampleTable.SCHEMA)
        .parquet(new Path(step, EvaluateAttacks.EXAMPLES).toString())
        .where(col("model").equalTo(model.toString()))
        .orderBy("threat", "epsilon", "example")
        .collectAsList()
        .stream()
        .map(ExampleTable::example)
        .toList();
  }

  /** The N that did best on validation images. */
  public int chosenNeighbors() throws IOException {
    return TrainClassifier.Choice.read(run.output("train-classifier"), run.hadoop())
        .chosenNeighbors();
  }

  /**
   * Images of the private set by their ids, which are those of the index.
   *
   * @param spark reads them
   * @param ids of the wanted ones
   */
  public Map<Long, LabeledImage> privateImages(SparkSession spark, Collection<Long> ids)
      throws IOException {
    return ImageTable.byId(spark, run.output("prepare"), Split.PRIVATE, ids);
  }

  private DatasetInfo dataset() throws IOException {
    return DatasetInfo.read(run.output("prepare"), run.hadoop());
  }
}
