package io.retrievaldefense.cli;

import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.cli.options.ConfigOptions;
import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.rebuild.Extraction;
import io.retrievaldefense.rebuild.IndexRebuild;
import io.retrievaldefense.rebuild.RebuildMetrics;
import io.retrievaldefense.rebuild.RebuildResult;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The nightly pipeline. */
@Command(
    name = "rebuild",
    description =
        "Bring an index in line with a folder of images, data.root/data.private.part: extract what"
            + " is new, take out what is gone, compact where that pays, and commit a snapshot.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense rebuild --config conf/cifar10.conf --set data.root=hdfs:///images"
          + " --extractor runs/first/train-extractor/cnn.model --out hdfs:///nightly"
    })
final class RebuildCommand implements Callable<Integer> {
  @Mixin private ConfigOptions config;
  @Mixin private SparkOptions spark;

  @Option(
      names = "--extractor",
      required = true,
      paramLabel = "FILE",
      description = "the trained network, cnn.model of a run; with another one all is extracted")
  private String extractor;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "where index/ and metrics.json are, a path or URI")
  private String out;

  @Option(
      names = "--keep",
      defaultValue = "7",
      paramLabel = "N",
      description = "snapshots to keep at least (default: ${DEFAULT-VALUE})")
  private int keep;

  @Spec private CommandSpec command;

  RebuildCommand() {}

  @Override
  public Integer call() throws IOException {
    if (keep < 1) {
      throw new BadInputException("--keep must be at least 1: " + keep);
    }
    RunConfig settings = config.read();
    // The index first: it refuses faster than Spark starts.
    Path index = new Path(out, "index");
    IndexStore store;
    try {
      store = IndexStore.at(index.toString(), HadoopSettings.current());
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage(), e);
    }
    NativeMemory.limit(settings.runtime().offHeap(), settings.runtime().resident());
    Console console = new Console(command.commandLine().getOut());
    try (SparkSession session = spark.open("rebuild", settings.runtime())) {
      var hadoop = session.sparkContext().hadoopConfiguration();
      session.sparkContext().setJobGroup(command.name(), "bring " + out + " up to date", true);
      ResumeHint hint = ResumeHint.begin(console, ResumeHint.ofIndex(out));
      Extraction extraction =
          new Extraction(session, settings, new Path(extractor), console.progress(command.name()));
      RebuildResult result;
      try {
        result = new IndexRebuild(store, extraction, keep).run();
      } finally {
        hint.end();
      }
      RebuildMetrics.write(result, new Path(out, RebuildMetrics.FILE), hadoop);
      console.line(described(result));
    }
    return 0;
  }

  private static String described(RebuildResult result) {
    return String.format(
        Locale.ROOT,
        "rebuild: %s, snapshot %d of %,d images: %,d read, %,d unreadable, %,d added, %,d removed"
            + "%s%s",
        result.kind().name().toLowerCase(Locale.ROOT),
        result.snapshot(),
        result.images(),
        result.decoded(),
        result.unreadable(),
        result.added(),
        result.removed(),
        result.gone() > 0 ? String.format(Locale.ROOT, ", %,d gone", result.gone()) : "",
        result.compacted() ? ", compacted" : "");
  }
}
