package io.retrievaldefense.cli;

import io.retrievaldefense.pipeline.Version;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program {@code retrieval-defense}. */
@Command(
    name = "retrieval-defense",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Versions.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    headerHeading = "",
    description = "Retrieval as a defence against adversarial examples: builds it and measures it.",
    footer = {"", "Example:", "  retrieval-defense quickstart --out runs/first"})
public final class Main implements Callable<Integer> {
  private static final int HELP_WIDTH = 100;

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "show the stack trace of an error")
  private boolean debug;

  Main() {}

  /** What {@code --version} prints. */
  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "retrieval-defense " + Version.current() + ", commit " + Version.commit()
      };
    }
  }

  /**
   * Runs a command and ends the process with its exit code.
   *
   * @param arguments the command and its options
   */
  public static void main(String[] arguments) {
    LoggingDefaults.apply();
    // What is written is read again, by programs too: digits and decimal points are the same
    // anywhere.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    int code = execute(commandLine(Commands.all()), arguments);
    if (isEndedByExit(code, System.getProperties())) {
      System.exit(code);
    }
  }

  /**
   * YARN takes an exit of the driver in its application master, by whatever code, for a failure
   * that it tries again; there a command that is done returns.
   */
  static boolean isEndedByExit(int code, Properties properties) {
    boolean isInMaster =
        "yarn".equals(properties.getProperty("spark.master"))
            && "cluster".equals(properties.getProperty("spark.submit.deployMode"));
    return code != 0 || !isInMaster;
  }

  /** Runs a command; errors of the JVM, which picocli lets pass, are told like any other. */
  static int execute(CommandLine line, String... arguments) {
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError | LinkageError error) {
      return Failures.report(error, line.getErr(), List.of(arguments).contains("--debug"));
    }
  }

  /** The command line with some commands. */
  static CommandLine commandLine(List<Object> commands) {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    commands.forEach(line::addSubcommand);
    line.setExecutionExceptionHandler(
        (error, command, parsed) ->
            ResumeHint.isGiven()
                ? Failures.FAILED
                : Failures.report(error, command.getErr(), main.debug));
    line.setParameterExceptionHandler(Misuse::report);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // Room for every example: picocli breaks long words, which then cannot be pasted.
    line.setUsageHelpWidth(HELP_WIDTH);
    return line;
  }

  /** Without a command, the help is what the user needs. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Failures.BAD_INPUT;
  }
}
