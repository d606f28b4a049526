package io.retrievaldefense.cli;

import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.FinishedStudy;
import io.retrievaldefense.report.StudiesTable;
import io.retrievaldefense.study.StudyRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Studies side by side. */
@Command(
    name = "table",
    description =
        "Print studies as one table in Markdown: clean accuracy, worst cases, cost of a query.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense table runs/clean-gap runs/robust-features --models baseline,N=10"
    })
final class TableCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "STUDY",
      arity = "1..*",
      description = "folders of studies, or files that their study.csv was copied to")
  private List<String> studies;

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "MODEL",
      description = "of these only: baseline, extractor, N=10")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--threats",
      split = ",",
      paramLabel = "THREAT",
      description = "of these only: baseline-transfer, known-index")
  private List<String> threats = new ArrayList<>();

  @Option(
      names = "--epsilons",
      split = ",",
      paramLabel = "SIZE",
      description = "of these radii only, as they stand in study.csv")
  private List<Double> epsilons = new ArrayList<>();

  @Option(
      names = "--gaps",
      description = "also by how much each worst case is above the plain CNN's of the same run")
  private boolean withGaps;

  @Spec private CommandSpec command;

  TableCommand() {}

  @Override
  public Integer call() throws IOException {
    List<EvaluatedModel> shown =
        models.stream().map(name -> named(EvaluatedModel::of, name)).toList();
    List<ThreatModel> attackers = threats.stream().map(id -> named(ThreatModel::of, id)).toList();
    List<FinishedStudy> finished = new ArrayList<>();
    for (String study : studies) {
      finished.add(read(new Path(study)));
    }
    PrintWriter out = command.commandLine().getOut();
    StudiesTable table = new StudiesTable(finished, shown, attackers, epsilons, withGaps);
    table.requireMeasured();
    table.lines().forEach(out::println);
    out.println();
    out.println(StudiesTable.legend());
    out.flush();
    return 0;
  }

  private static <T> T named(Function<String, T> of, String name) {
    try {
      return of.apply(name);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage(), e);
    }
  }

  private static FinishedStudy read(Path path) throws IOException {
    FileSystem files = path.getFileSystem(HadoopSettings.current());
    if (!files.exists(path)) {
      throw new BadInputException("study must exist: " + path);
    }
    boolean isFolder = files.getFileStatus(path).isDirectory();
    Path file = isFolder ? new Path(path, StudyRunner.CSV) : path;
    if (!files.exists(file)) {
      throw new BadInputException("folder must hold a study with its study.csv: " + path);
    }
    boolean isNamedByFolder = file.getName().equals(StudyRunner.CSV);
    Path named = isNamedByFolder ? files.makeQualified(file).getParent() : file;
    try (InputStream in = files.open(file)) {
      return FinishedStudy.read(
          named.getName().replaceFirst("\\.csv$", ""), file.toString(), in.readAllBytes());
    }
  }
}
