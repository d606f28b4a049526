package io.retrievaldefense.pipeline;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfigReader;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The folder of a run, to be read and not to be written: what its finished steps have left. */
public final class FinishedRun {
  private final RunFiles files;
  private final FinishedSteps finished;
  private final Configuration hadoop;

  private FinishedRun(RunFiles files, Configuration hadoop) {
    this.files = files;
    this.finished = new FinishedSteps(files);
    this.hadoop = hadoop;
  }

  /**
   * @param directory a folder of any file system Hadoop knows
   * @param hadoop Hadoop's settings
   * @return whether it holds a run
   * @throws IOException if the file system fails
   */
  public static boolean isRun(Path directory, Configuration hadoop) throws IOException {
    return new RunFiles(directory, hadoop).exists(RunDirectory.IDENTITY);
  }

  /**
   * @param directory the folder of a run
   * @param hadoop Hadoop's settings
   * @return what is in it
   * @throws BadInputException if it holds no run
   * @throws IOException if the file system fails
   */
  public static FinishedRun open(Path directory, Configuration hadoop) throws IOException {
    if (!isRun(directory, hadoop)) {
      throw new BadInputException(
          "folder must hold a run: " + directory + " has no " + RunDirectory.IDENTITY);
    }
    return new FinishedRun(new RunFiles(directory, hadoop), hadoop);
  }

  /**
   * @return Hadoop's settings
   */
  public Configuration hadoop() {
    return hadoop;
  }

  /**
   * @return the run's seed
   * @throws BadInputException if the run does not say
   * @throws IOException if the file system fails
   */
  public String seed() throws IOException {
    try {
      JsonNode seed =
          Json.MAPPER
              .readTree(files.read(RunDirectory.IDENTITY))
              .path("configuration")
              .path("seed");
      if (seed.isTextual()) {
        return seed.asText();
      }
    } catch (JacksonException e) {
      throw unreadable(e);
    }
    throw unreadable(null);
  }

  /**
   * The output of a step that is finished, whole, and of the inputs that are there now.
   *
   * @param step a step's name
   * @return its folder
   * @throws BadInputException if there is no such output
   * @throws IOException if the file system fails
   */
  public Path output(String step) throws IOException {
    return files.path(stamp(step).step());
  }

  /**
   * @param step a step's name
   * @return its files, by their path relative to its folder
   * @throws BadInputException as {@link #output}
   * @throws IOException if the file system fails
   */
  public Set<String> files(String step) throws IOException {
    return stamp(step).files().keySet();
  }

  /**
   * What a step was configured with.
   *
   * @param step a step's name
   * @param key a configuration key that the step depends on
   * @return the value as text
   * @throws BadInputException as {@link #output}
   * @throws IOException if the file system fails
   */
  public String setting(String step, String key) throws IOException {
    String value = stamp(step).configuration().get(key);
    return value == null ? RunConfigReader.defaultValue(key) : value;
  }

  /**
   * @param step a step's name
   * @return whether it has been run, whatever has become of it
   * @throws IOException if the file system fails
   */
  public boolean has(String step) throws IOException {
    return finished.stamp(step).isPresent();
  }

  /**
   * What a step left of itself.
   *
   * @param configuration the keys and values it depends on
   * @param seconds how long it took
   * @param summary what it did, half a sentence
   * @param figures its named numbers
   */
  public record Told(
      SortedMap<String, String> configuration,
      double seconds,
      String summary,
      SortedMap<String, Double> figures) {}

  /**
   * @param step a step's name
   * @return what it left of itself
   * @throws BadInputException as {@link #output}
   * @throws IOException if the file system fails
   */
  public Told told(String step) throws IOException {
    Stamp stamp = stamp(step);
    return new Told(stamp.configuration(), stamp.seconds(), stamp.summary(), stamp.figures());
  }

  private Stamp stamp(String step) throws IOException {
    Optional<Stamp> found = finished.stamp(step);
    if (found.isEmpty()) {
      throw refused(step, "it has not been run");
    }
    Optional<String> damage = finished.damage(found.get());
    if (damage.isPresent()) {
      throw refused(step, damage.get());
    }
    Optional<String> newer = finished.newerInput(found.get());
    if (newer.isPresent()) {
      throw refused(step, newer.get() + " has been run since");
    }
    return found.get();
  }

  private BadInputException refused(String step, String reason) {
    return new BadInputException(
        String.format("run must have %s finished: %s, in %s", step, reason, files.root()));
  }

  private BadInputException unreadable(Exception cause) {
    return new BadInputException(
        "folder must hold a run with a readable " + RunDirectory.IDENTITY + ": " + files.root(),
        cause);
  }
}
