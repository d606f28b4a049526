package io.retrievaldefense.rebuild;

import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.executor.HadoopSettings;
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
import io.retrievaldefense.index.shard.ShardSeries;
import io.retrievaldefense.indexing.IndexSettings;
import io.retrievaldefense.indexing.Projections;
import io.retrievaldefense.model.ModelFile;
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
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Images of a folder to rows of an index, on the executors, as a configuration says. */
public final class Extraction {
  /** A task starts a network, which should pay. */
  private static final int LEAST_OF_A_TASK = 500;

  private static final int SHARDS_FOR_ONE = 4;

  private final SparkSession spark;
  private final RunConfig config;
  private final Progress progress;
  private final byte[] model;
  private final FeatureLayer layer;
  private final Projection projection;
  private final IndexSettings settings;
  private final LongAccumulator decoded;
  private final LongAccumulator unreadable;

  /**
   * @param spark session whose executors extract
   * @param config {@code data.root} and {@code data.private.part} name the folder; seed,
   *     projection, index and {@code extractor.feature} count as well
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
    projection =
        Projections.of(
            config,
            CnnModelFile.parse(model, modelFile.toString()).architecture().featureLength(layer));
    settings = IndexSettings.of(config.index(), config.seed());
    decoded = spark.sparkContext().longAccumulator("decoded");
    unreadable = spark.sparkContext().longAccumulator("unreadable");
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
    return decoded.value();
  }

  /** Those of them that are none. */
  long unreadable() {
    return unreadable.value();
  }

  ImageCatalogue catalogue() throws IOException {
    if (config.data().root().isEmpty()) {
      throw new BadInputException("data.root must name a folder of images: \"\"");
    }
    Path folder = new Path(config.data().root(), config.data().privateSet().part());
    return ImageCatalogue.list(folder.getFileSystem(hadoop()), folder);
  }

  /** Whether rows made now may stand beside those of a snapshot. */
  boolean fits(IndexManifest manifest) {
    IndexSchema schema = manifest.schema();
    return schema.extractorDigest().equals(ModelFile.digest(model))
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
  IndexManifest full(IndexStore store, long snapshot, ImageCatalogue catalogue) {
    JavaRDD<ExtractedImage> rows =
        rows(catalogue.images().values()).persist(StorageLevel.MEMORY_AND_DISK_SER());
    try (JobProgress job = begin("extracting features", catalogue.images().size())) {
      LongAccumulator hashed = job.counter("hashed");
      ScalingEstimator estimator =
          rows.treeAggregate(
              new ScalingEstimator(projection.outputDimension()),
              (sum, row) -> sum.add(row.projected()),
              ScalingEstimator::merge);
      if (estimator.rows() == 0) {
        throw new BadInputException(
            "folder of images must hold a readable picture: " + config.data().root());
      }
      IndexSchema schema = schema(estimator.scaling());
      return IndexManifest.of(
          snapshot,
          schema,
          provenance(catalogue),
          settings.engine(),
          settings.search(),
          write(rows.coalesce(shards(catalogue, schema)), store, schema, hashed));
    } finally {
      rows.unpersist();
    }
  }

  /** A few times what the rows need: many executors would else make many small ones. */
  private static int shards(ImageCatalogue catalogue, IndexSchema schema) {
    return SHARDS_FOR_ONE * (1 + catalogue.images().size() / ShardSeries.rowsPerShard(schema));
  }

  /** Some images as shards of an index there is, not committed yet. */
  List<ShardReceipt> shards(IndexStore store, IndexManifest base, List<CataloguedImage> images) {
    try (JobProgress job = begin("extracting new features", images.size())) {
      return write(rows(images), store, base.schema(), job.counter("hashed"));
    }
  }

  private JobProgress begin(String what, int images) {
    return JobProgress.begin(spark.sparkContext(), progress, what, images);
  }

  private JavaRDD<ExtractedImage> rows(Collection<CataloguedImage> images) {
    JavaSparkContext context = context();
    int count = images.size();
    int slices = Math.min(context.defaultParallelism(), 1 + count / LEAST_OF_A_TASK);
    // Broadcast, since a task that carried the paths of its images would be large.
    Broadcast<ArrayList<CataloguedImage>> shared = context.broadcast(new ArrayList<>(images));
    return context
        .parallelize(IntStream.range(0, slices).boxed().toList(), slices)
        .flatMap(
            slice ->
                shared
                    .value()
                    .subList(
                        (int) ((long) count * slice / slices),
                        (int) ((long) count * (slice + 1) / slices))
                    .iterator())
        .mapPartitions(
            new ExtractImages(
                context.broadcast(model),
                layer,
                context.broadcast(projection),
                HadoopSettings.files(spark.sparkContext().getConf()),
                decoded,
                unreadable));
  }

  private List<ShardReceipt> write(
      JavaRDD<ExtractedImage> rows, IndexStore store, IndexSchema schema, LongAccumulator hashed) {
    JavaSparkContext context = context();
    Broadcast<IndexSchema> sharedSchema = context.broadcast(schema);
    Broadcast<SerializableConfiguration> sharedHadoop =
        context.broadcast(new SerializableConfiguration(hadoop()));
    return rows.mapPartitions(
            new WriteShards(
                store.files().location(),
                sharedSchema,
                sharedHadoop,
                settings.search().candidateBudget(),
                hashed))
        .collect();
  }

  private IndexSchema schema(Scaling scaling) {
    return new IndexSchema(
        projection.inputDimension(),
        settings.hash(),
        scaling,
        projection.digest(),
        ModelFile.digest(model));
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
