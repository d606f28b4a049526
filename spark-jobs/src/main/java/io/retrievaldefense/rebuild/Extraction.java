package io.retrievaldefense.rebuild;

import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.images.SizePolicy;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.Provenance;
import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.index.projection.Projection;
import io.retrievaldefense.index.projection.Scaling;
import io.retrievaldefense.index.projection.ScalingEstimator;
import io.retrievaldefense.index.shard.DeletionReceipt;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.indexing.ExtractorDigests;
import io.retrievaldefense.indexing.IndexSettings;
import io.retrievaldefense.indexing.Projections;
import io.retrievaldefense.indexing.WrittenShards;
import io.retrievaldefense.model.ModelFormatException;
import io.retrievaldefense.pipeline.JobProgress;
import io.retrievaldefense.pipeline.Progress;
import io.retrievaldefense.pipeline.TaskCpu;
import io.retrievaldefense.pipeline.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Images of a folder to rows of an index, on the executors, as a configuration says. */
public final class Extraction {
  private final SparkSession spark;
  private final RunConfig config;
  private final Progress progress;
  private final byte[] model;
  private final FeatureLayer layer;
  private final String extractorDigest;
  private final Projection projection;
  private final IndexSettings settings;
  private final List<PictureCounters> counted = new ArrayList<>();

  /**
   * @param spark session whose executors extract
   * @param config {@code data.root} and {@code data.private.part} name the folder; {@code
   *     data.resize}, {@code data.max-unreadable-share}, seed, projection, index and {@code
   *     extractor.feature} count as well
   * @param modelFile a trained network
   * @param progress where to say how far it is
   * @throws ModelFormatException if the file is no model
   * @throws IOException if it cannot be read
   */
  public Extraction(SparkSession spark, RunConfig config, Path modelFile, Progress progress)
      throws IOException {
    this.spark = spark;
    this.config = config;
    this.progress = progress;
    try (InputStream in = modelFile.getFileSystem(hadoop()).open(modelFile)) {
      model = in.readAllBytes();
    }
    layer = FeatureLayer.valueOf(config.extractor().feature().name());
    extractorDigest = ExtractorDigests.of(model, layer);
    projection =
        Projections.of(
            config,
            CnnModelFile.parse(model, modelFile.toString()).architecture().featureLength(layer));
    settings = IndexSettings.of(config.index(), config.seed());
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  TaskCpu measureCpu() {
    return TaskCpu.register(spark.sparkContext());
  }

  /** Pictures that tasks have read; retried tasks count twice. */
  long decoded() {
    return counted.stream().mapToLong(PictureCounters::decoded).sum();
  }

  /** Those of them that are none. */
  long unreadable() {
    return counted.stream().mapToLong(PictureCounters::unreadable).sum();
  }

  /** Pictures that were removed after the folder was listed. */
  long gone() {
    return counted.stream().mapToLong(PictureCounters::gone).sum();
  }

  ImageCatalogue catalogue() throws IOException {
    if (config.data().root().isEmpty()) {
      throw new BadInputException("data.root must name a folder of images: \"\"");
    }
    Path folder = new Path(config.data().root(), config.data().privateSet().part());
    return ImageCatalogue.list(folder.getFileSystem(hadoop()), folder, sizes());
  }

  private SizePolicy sizes() {
    return config.data().resize() ? SizePolicy.RESIZE : SizePolicy.REJECT;
  }

  /** Whether rows made now may stand beside those of a snapshot. */
  boolean fits(IndexManifest manifest) {
    IndexSchema schema = manifest.schema();
    return schema.extractorDigest().equals(extractorDigest)
        && schema.projectionDigest().equals(projection.digest())
        && schema.hash().equals(settings.hash());
  }

  /** Whether a snapshot is searched as it is configured now. */
  boolean isSearchedAs(IndexManifest manifest) {
    return manifest.engine().equals(settings.engine())
        && manifest.search().equals(settings.search());
  }

  /** The snapshot after one whose rows are kept: of the images that there are now. */
  IndexManifest next(
      IndexManifest base,
      ImageCatalogue catalogue,
      List<ShardReceipt> shards,
      List<DeletionReceipt> deletions) {
    return new IndexManifest(
        IndexManifest.FORMAT_VERSION,
        base.snapshot() + 1,
        base.schema(),
        provenance(catalogue),
        settings.engine(),
        settings.search(),
        shards,
        deletions);
  }

  private static Provenance provenance(ImageCatalogue catalogue) {
    return new Provenance(digest(catalogue), Version.current(), catalogue.classes());
  }

  /** Which ids a snapshot holds, as the executors read them. */
  IndexContents contents(IndexStore store, IndexManifest manifest) throws IOException {
    spark.sparkContext().setJobDescription("reading which images are indexed");
    return IndexContents.read(context(), store, manifest);
  }

  /** Every image as a snapshot of that number, not committed yet. */
  IndexManifest full(IndexStore store, long snapshot, ImageCatalogue catalogue) throws IOException {
    int all = catalogue.images().size();
    try (JobProgress job = begin("extracting features", all);
        PictureRows rows = rows(catalogue.images().values(), job)) {
      ScalingEstimator estimator =
          rows.rdd()
              .treeAggregate(
                  new ScalingEstimator(projection.outputDimension()),
                  (sum, row) -> sum.add(row.projected()),
                  ScalingEstimator::merge);
      rows.requireFound();
      if (estimator.rows() == 0) {
        throw new BadInputException(
            "folder of images must hold a readable picture: " + config.data().root());
      }
      rows.requireReadable(estimator.rows(), all, config.data());
      IndexSchema schema = schema(estimator.scaling());
      return IndexManifest.of(
          snapshot,
          schema,
          provenance(catalogue),
          settings.engine(),
          settings.search(),
          rows.write(store, schema, settings.search().candidateBudget()));
    }
  }

  /**
   * Some images as shards of an index there is, not committed yet.
   *
   * @param catalogue of all images, which these are some of
   */
  List<ShardReceipt> shards(
      IndexStore store, IndexManifest base, ImageCatalogue catalogue, List<CataloguedImage> images)
      throws IOException {
    try (JobProgress job = begin("extracting new features", images.size());
        PictureRows rows = rows(images, job)) {
      long made = rows.rdd().count();
      rows.requireFound();
      rows.requireReadable(made, catalogue.images().size(), config.data());
      return rows.write(store, base.schema(), settings.search().candidateBudget());
    }
  }

  /** Reads new shards back, every byte, where they are searched: on executors. */
  void verify(IndexStore store, IndexManifest manifest, List<ShardReceipt> written)
      throws IOException {
    spark.sparkContext().setJobDescription("verifying new shards");
    WrittenShards.verify(context(), store, manifest.schema(), written);
  }

  private JobProgress begin(String what, int images) {
    return JobProgress.begin(spark.sparkContext(), progress, what, images);
  }

  /** The progress is that of extracting, which takes nearly all of the time. */
  private PictureRows rows(Collection<CataloguedImage> images, JobProgress job) {
    JavaSparkContext context = context();
    PictureCounters counters =
        PictureCounters.register(spark.sparkContext(), job.counter("decoded"));
    counted.add(counters);
    return new PictureRows(
        context,
        images,
        new ExtractImages(
            context.broadcast(model),
            layer,
            context.broadcast(projection),
            HadoopSettings.files(spark.sparkContext().getConf()),
            sizes(),
            counters));
  }

  private IndexSchema schema(Scaling scaling) {
    return new IndexSchema(
        projection.inputDimension(),
        settings.hash(),
        scaling,
        projection.digest(),
        extractorDigest);
  }

  /** Of the ids, which say which files in which version. */
  private static String digest(ImageCatalogue catalogue) {
    MessageDigest sha = Digests.sha256();
    for (long id : catalogue.images().keySet()) {
      sha.update(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
    }
    return Digests.hex(sha.digest());
  }
}
