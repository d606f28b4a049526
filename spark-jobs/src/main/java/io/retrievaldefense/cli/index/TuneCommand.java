package io.retrievaldefense.cli.index;

import io.retrievaldefense.cli.options.ConfigOptions;
import io.retrievaldefense.cli.options.NeighborsOption;
import io.retrievaldefense.cli.options.OutputFile;
import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.index.build.IndexVectors;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.indexing.IndexSettings;
import io.retrievaldefense.indexing.Tuning;
import io.retrievaldefense.indexing.TuningSample;
import io.retrievaldefense.pipeline.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Hash functions for a recall. */
@Command(
    name = "tune",
    description =
        "Choose functions, tables, width, probes and re-rank limit for a recall on a sample of your"
            + " vectors: print the curve of recall and cost, the choice and why, and write it as a"
            + " configuration.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense index tune --vectors base.fvecs --recall 0.95 --out tuned.conf",
      "  retrieval-defense index build --vectors base.fvecs --config tuned.conf --out vectors.index"
    })
final class TuneCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private Of of;

  /** Of which vectors. */
  private static final class Of {
    @Option(
        names = "--vectors",
        paramLabel = "FILE",
        description = ".fvecs, .bvecs, .npy, or .parquet with columns id and vector")
    private String vectors;

    @Parameters(index = "0", paramLabel = "INDEX", description = "folder or URI of an index")
    private String index;
  }

  @Option(
      names = "--recall",
      paramLabel = "R",
      defaultValue = "0.95",
      description = "share of the nearest that must be found (default: ${DEFAULT-VALUE})")
  private double recall;

  @Option(names = "--out", paramLabel = "FILE", description = "configuration file for --config")
  private Optional<Path> out;

  @Mixin private NeighborsOption neighbors;
  @Mixin private ConfigOptions config;
  @Mixin private SparkOptions spark;
  @Spec private CommandSpec spec;

  TuneCommand() {}

  @Override
  public Integer call() throws IOException {
    Optional<OutputFile> file = out.map(OutputFile::of);
    RunConfig run = config.read(IndexSettings.forVectors(), List.of());
    Talk talk = new Talk(spec);
    Tuning tuning =
        TuneOptions.tune(
            sample(run, talk.progress()),
            recall,
            neighbors.count(),
            IndexSettings.of(run.index(), run.seed()),
            talk);
    if (file.isPresent()) {
      file.get().write(tuning.hocon().getBytes(StandardCharsets.UTF_8));
      talk.line("written to %s", file.get());
    }
    return 0;
  }

  private TuningSample sample(RunConfig run, Progress progress) throws IOException {
    int count = neighbors.count();
    TuneOptions.require(recall);
    if (of.index == null) {
      return TuneOptions.sample(new VectorInput(of.vectors), count, spark, run, progress);
    }
    IndexStore store = IndexArgument.store(of.index);
    IndexManifest manifest = store.manifest();
    return TuningSample.of(() -> new IndexVectors(store, manifest), count, run.seed(), progress);
  }
}
