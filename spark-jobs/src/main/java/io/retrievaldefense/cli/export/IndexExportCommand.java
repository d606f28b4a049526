package io.retrievaldefense.cli.export;

import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.export.IndexExport;
import io.retrievaldefense.pipeline.FinishedRun;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The private set of an index, for NumPy. */
@Command(
    name = "export",
    description =
        "Write projected vectors, features, labels and ids as .npy; of a run also the projection W.",
    footer = {"", "Example:", "  retrieval-defense index export --run runs/first --out arrays"})
public final class IndexExportCommand implements Callable<Integer> {
  @Option(
      names = "--run",
      paramLabel = "DIR|INDEX",
      required = true,
      description = "folder or URI of a run whose index is built, or of an index of its own")
  private String source;

  @Mixin private ExportTarget target;

  /** Filled in by picocli. */
  public IndexExportCommand() {}

  @Override
  public Integer call() throws IOException {
    Configuration hadoop = HadoopSettings.current();
    Path folder = new Path(source);
    return target.told(
        FinishedRun.isRun(folder, hadoop)
            ? IndexExport.write(FinishedRun.open(folder, hadoop), target.folder())
            : IndexExport.write(source, hadoop, target.folder()));
  }
}
