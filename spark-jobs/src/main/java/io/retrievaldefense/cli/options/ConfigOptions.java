package io.retrievaldefense.cli.options;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.executor.HadoopSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Option;

/** The options that make up a configuration. */
public final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "configuration of the run, a path or URI; without it the defaults hold")
  private String file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "one key of the configuration; may be given several times")
  private List<String> settings = new ArrayList<>();

  /** Filled in by picocli. */
  public ConfigOptions() {}

  /**
   * The settings over a configuration that a command has itself.
   *
   * @param text HOCON
   * @param origin what to call it in messages
   * @throws BadInputException if there is a configuration file besides
   */
  public RunConfig over(String text, String origin) {
    if (file != null) {
      throw new BadInputException(origin + " must stand without --config: " + file);
    }
    return RunConfigReader.text(text, origin, settings);
  }

  /** The configuration that the options ask for. */
  public RunConfig read() throws IOException {
    return read(List.of());
  }

  /**
   * As {@link #read(List)}, with other defaults than a run's.
   *
   * @param defaults {@code key=value} each; they hold where there is no configuration file
   * @param others {@code key=value} each, of a command's own options; they win
   */
  public RunConfig read(List<String> defaults, List<String> others) throws IOException {
    if (file != null) {
      return read(others);
    }
    List<String> all = new ArrayList<>(defaults);
    all.addAll(settings);
    all.addAll(others);
    return RunConfigReader.defaults(all.toArray(String[]::new));
  }

  /**
   * The configuration that the options ask for, and others with them.
   *
   * @param others {@code key=value} each, of a command's own options; they win
   */
  public RunConfig read(List<String> others) throws IOException {
    List<String> all = new ArrayList<>(settings);
    all.addAll(others);
    if (file == null) {
      return RunConfigReader.defaults(all.toArray(String[]::new));
    }
    return read(file, all);
  }

  /**
   * A configuration file with settings over it.
   *
   * @param file a path or URI
   * @param settings {@code key=value} each
   */
  public static RunConfig read(String file, List<String> settings) throws IOException {
    Path path = new Path(file);
    String scheme = path.toUri().getScheme();
    if (scheme == null || scheme.equals("file")) {
      return RunConfigReader.file(java.nio.file.Path.of(path.toUri().getPath()), settings);
    }
    try (InputStream in = path.getFileSystem(HadoopSettings.current()).open(path)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return RunConfigReader.text(text, file, settings);
    }
  }
}
