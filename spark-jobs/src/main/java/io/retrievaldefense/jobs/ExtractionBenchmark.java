package io.retrievaldefense.jobs;

import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.index.projection.Projection;
import io.retrievaldefense.indexing.Projections;
import io.retrievaldefense.pipeline.RunDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;

/**
 * Feature extraction by one Spark task and by two at the same time, each on as many images of its
 * own, in turns in the same executors: the machine's changes of speed meet both alike. The images
 * lie in the executors' memory, so that reading them is not measured.
 */
public final class ExtractionBenchmark {

  /**
   * One turn.
   *
   * @param oneTask images per second of one task alone
   * @param twoTasks images per second of two tasks together
   */
  public record Round(double oneTask, double twoTasks) {

    /** How many times as fast two tasks are. */
    public double ratio() {
      return twoTasks / oneTask;
    }
  }

  private final SparkSession spark;
  private final RunDirectory run;
  private final Broadcast<ExtractorModel> extractor;
  private final Broadcast<Projection> projection;

  /**
   * @param run whose steps prepare and train-extractor are finished
   * @throws IOException if they cannot be read
   */
  public ExtractionBenchmark(SparkSession spark, RunConfig config, RunDirectory run)
      throws IOException {
    this.spark = spark;
    this.run = run;
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    ExtractorModel model =
        ExtractorModel.read(
            run.output(ExtractorModel.step(config.extractor())), config.extractor(), hadoop);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    extractor = context.broadcast(model);
    projection =
        context.broadcast(
            Projections.of(config, model.model().architecture().featureLength(model.layer())));
  }

  /**
   * Measures after a turn that is not counted.
   *
   * @param images of each task, at most half of the private images
   * @param rounds turns
   */
  public List<Round> run(int images, int rounds) {
    JavaRDD<Row> two =
        ImageTable.read(spark, run.output("prepare"), Split.PRIVATE)
            .limit(2 * images)
            .repartition(2)
            .javaRDD()
            .persist(StorageLevel.MEMORY_ONLY_SER());
    JavaRDD<Row> one =
        ImageTable.read(spark, run.output("prepare"), Split.PRIVATE)
            .limit(images)
            .repartition(1)
            .javaRDD()
            .persist(StorageLevel.MEMORY_ONLY_SER());
    List<Round> measured = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      Round turn = new Round(rate(one), rate(two));
      if (round > 0) {
        measured.add(turn);
      }
    }
    one.unpersist();
    two.unpersist();
    return measured;
  }

  private double rate(JavaRDD<Row> images) {
    LongAccumulator extracted = spark.sparkContext().longAccumulator("extracted");
    PeakResident peak = PeakResident.register(spark.sparkContext());
    FeatureTask task = new FeatureTask(extractor, projection, Split.PRIVATE, extracted, peak);
    long start = System.nanoTime();
    long count = images.mapPartitions(task).count();
    return count / ((System.nanoTime() - start) / 1e9);
  }
}
