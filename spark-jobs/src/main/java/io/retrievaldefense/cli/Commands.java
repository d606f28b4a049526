package io.retrievaldefense.cli;

import io.retrievaldefense.cli.doctor.DoctorCommand;
import io.retrievaldefense.cli.export.AttacksCommand;
import io.retrievaldefense.cli.export.ModelCommand;
import io.retrievaldefense.cli.index.IndexCommand;
import io.retrievaldefense.cli.predict.PredictCommand;
import io.retrievaldefense.jobs.DefensePipeline;
import io.retrievaldefense.pipeline.Pipeline;
import io.retrievaldefense.pipeline.Step;
import java.util.ArrayList;
import java.util.List;

/** The commands there are. A new one is a class of its own and a line here. */
final class Commands {
  private Commands() {}

  /** Every command, in the order of the help. */
  static List<Object> all() {
    List<Object> commands = new ArrayList<>();
    commands.addAll(of(DefensePipeline.create()));
    commands.add(new StudyCommand());
    commands.add(new TableCommand());
    commands.add(new DetectCommand());
    commands.add(new PoisonCommand());
    commands.add(new VoteCommand());
    commands.add(new PredictCommand());
    commands.add(new RebuildCommand());
    commands.add(new IndexCommand());
    commands.add(new ModelCommand());
    commands.add(new AttacksCommand());
    commands.add(new DataCommand());
    commands.add(new BenchCommand());
    commands.add(new ConfigCommand());
    commands.add(new DoctorCommand());
    commands.add(new CompletionCommand());
    return commands;
  }

  /** The commands of a pipeline: one per step, {@code run} and {@code quickstart}. */
  static List<Object> of(Pipeline pipeline) {
    List<Object> commands = new ArrayList<>();
    for (Step step : pipeline.steps()) {
      commands.add(
          step.name().equals(ReportCommand.NAME)
              ? new ReportCommand(pipeline, step)
              : StepCommand.spec(pipeline, step));
    }
    commands.add(new RunCommand(pipeline));
    commands.add(new QuickstartCommand(pipeline));
    return commands;
  }
}
