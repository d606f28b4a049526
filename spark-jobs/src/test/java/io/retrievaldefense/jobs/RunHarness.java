package io.retrievaldefense.jobs;

import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.PipelineRunner;
import io.retrievaldefense.pipeline.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** Runs the real pipeline on a few hundred generated images with a real embedded Spark. */
public final class RunHarness {

  private static final List<String> SMALL =
      List.of(
          "data.source=street-numbers",
          "data.street-numbers.train=520",
          "data.street-numbers.test=90",
          "data.street-numbers.extra=300",
          "data.training.part=train",
          "data.training.count=400",
          "data.validation.part=train",
          "data.validation.count=120",
          "data.private.part=extra",
          "data.private.count=300",
          "data.test.part=test",
          "data.test.count=90",
          "extractor.layers=[\"conv 8\",pool,\"conv 12\",pool,\"dense 24\"]",
          "extractor.epochs=2",
          "extractor.batch-size=50",
          "extractor.learning-rate=0.01",
          "projection.dimension=12",
          "index.tables=4",
          "index.functions=6",
          "index.shards=3",
          "classifier.neighbors=[3,5]",
          "classifier.hidden=[16]",
          "classifier.epochs=2",
          "attacks.examples=20",
          "attacks.epsilons=[0.02,0.05]",
          "attacks.slice=8",
          "attacks.ifgsm.steps=3",
          "report.recall-queries=30");

  private RunHarness() {}

  /** The small configuration as {@code --set} on a command line. */
  public static List<String> words() {
    return SMALL.stream().flatMap(setting -> Stream.of("--set", setting)).toList();
  }

  public static SparkSession spark(String master) {
    return SparkSession.builder()
        .master(master)
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate();
  }

  /** A small configuration, some keys of it set otherwise. */
  public static RunConfig config(String... settings) {
    List<String> all = new ArrayList<>(SMALL);
    all.addAll(List.of(settings));
    return RunConfigReader.defaults(all.toArray(String[]::new));
  }

  /** What of a pipeline is run. */
  public interface Call {
    void on(PipelineRunner runner) throws IOException;
  }

  /** These steps, one after the other. */
  static Call steps(String... names) {
    return runner -> {
      for (String name : names) {
        runner.only(name);
      }
    };
  }

  /** Runs and returns what was printed. */
  public static String run(SparkSession spark, Path out, RunConfig config, Call call)
      throws IOException {
    return run(spark, out, config, call, line -> {});
  }

  /** The same; whoever listens hears every line as it is printed. */
  static String run(
      SparkSession spark, Path out, RunConfig config, Call call, Consumer<String> listener)
      throws IOException {
    StringWriter lines = new StringWriter();
    PrintWriter writer =
        new PrintWriter(lines, true) {
          @Override
          public void println(String line) {
            super.println(line);
            listener.accept(line);
          }
        };
    try (RunDirectory directory =
        RunDirectory.open(
            new org.apache.hadoop.fs.Path(out.toUri()),
            spark.sparkContext().hadoopConfiguration(),
            config)) {
      call.on(
          new PipelineRunner(
              DefensePipeline.create(), spark, config, directory, new Console(writer)));
    }
    return lines.toString();
  }
}
