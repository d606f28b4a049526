package io.retrievaldefense.pipeline;

import com.fasterxml.jackson.core.JacksonException;
import io.retrievaldefense.backend.NativeBackend;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.RunConfigReader;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a run: {@code run.json}, which says whose it is, a folder per step, and the files
 * that users look for.
 *
 * <p>A run is its seed and its data; both are fixed for the folder. Whatever else of the
 * configuration changes, the steps that depend on it are run again in place. A step writes to a
 * temporary sibling, which becomes its folder by one rename, with the stamp already in it; so a
 * folder with a stamp is whole, and the stamp's list of files tells if anything was lost since.
 */
public final class RunDirectory implements AutoCloseable {
  static final String IDENTITY = "run.json";
  private static final String FORMAT = "retrieval-defense-run-1";

  /** What makes a run the run it is. */
  private record Identity(String format, SortedMap<String, String> configuration) {}

  private final RunFiles files;
  private final FinishedSteps finished;
  private final RunLock lock;

  private RunDirectory(RunFiles files, RunLock lock) {
    this.files = files;
    this.finished = new FinishedSteps(files);
    this.lock = lock;
  }

  /**
   * Opens the folder of a run, creating it if it is not there, and locks it on a local disk.
   *
   * @param directory the folder, of any file system Hadoop knows
   * @param hadoop Hadoop's settings
   * @param config the run's configuration
   * @return the folder; to be closed
   * @throws BadInputException if it holds another run, anything that is no run, or is in use
   * @throws IOException if the file system fails
   */
  public static RunDirectory open(Path directory, Configuration hadoop, RunConfig config)
      throws IOException {
    RunFiles files = files(directory, hadoop);
    files.create();
    RunLock lock = RunLock.take(files.root());
    try {
      Identity identity = identity(config);
      if (files.exists(IDENTITY)) {
        requireSame(directory, identity, files.read(IDENTITY));
      } else {
        files.write(IDENTITY, Json.MAPPER.writeValueAsBytes(identity));
      }
      files.sweep();
      return new RunDirectory(files, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Looks into the folder of a run without writing anything: it need not exist, and is not locked.
   *
   * @param directory the folder, of any file system Hadoop knows
   * @param hadoop Hadoop's settings
   * @param config the run's configuration
   * @return the folder, to be read only
   * @throws BadInputException if it holds another run, or anything that is no run
   * @throws IOException if the file system fails
   */
  static RunDirectory look(Path directory, Configuration hadoop, RunConfig config)
      throws IOException {
    RunFiles files = files(directory, hadoop);
    if (files.exists(IDENTITY)) {
      requireSame(directory, identity(config), files.read(IDENTITY));
    }
    return new RunDirectory(files, RunLock.none());
  }

  private static RunFiles files(Path directory, Configuration hadoop) throws IOException {
    RunFiles files = new RunFiles(directory, hadoop);
    if (files.isFile()) {
      throw new BadInputException("output folder must be a folder: " + directory);
    }
    String entry = files.firstEntry();
    if (entry != null && !files.exists(IDENTITY)) {
      throw new BadInputException(
          "output folder must be empty or hold a run: " + directory + " holds " + entry);
    }
    return files;
  }

  private static Identity identity(RunConfig config) {
    SortedMap<String, String> values = new TreeMap<>(config.values("data"));
    values.putAll(config.values("seed"));
    return new Identity(FORMAT, values);
  }

  private static void requireSame(Path directory, Identity wanted, byte[] stored)
      throws IOException {
    Identity found;
    try {
      found = Json.MAPPER.readValue(stored, Identity.class);
    } catch (JacksonException e) {
      throw new BadInputException(
          "output folder must hold a run with a readable " + IDENTITY + ": " + directory, e);
    }
    if (!FORMAT.equals(found.format()) || found.configuration() == null) {
      throw new BadInputException(
          String.format(
              "output folder must hold a run of format %s: %s holds %s",
              FORMAT, directory, found.format()));
    }
    wanted
        .configuration()
        .forEach(
            (key, value) -> {
              String held = found.configuration().get(key);
              String other = held == null ? RunConfigReader.defaultValue(key) : held;
              if (!other.equals(value)) {
                throw new BadInputException(
                    String.format(
                        "output folder must hold no other run than one with %s = %s:"
                            + " %s holds one with %s",
                        key, value, directory, other));
              }
            });
  }

  /**
   * @return the folder's qualified path
   */
  public Path path() {
    return files.root();
  }

  /**
   * @param step a step's name
   * @return where its finished output is, or will be
   */
  public Path output(String step) {
    return files.path(step);
  }

  /**
   * Writes a file beside the steps' folders, replacing the one of that name as a whole.
   *
   * @param name the file's name
   * @param content its bytes
   * @throws IOException if the file system fails
   */
  public void write(String name, byte[] content) throws IOException {
    files.write(name, content);
  }

  /**
   * Removes a step's output, so that the step runs again.
   *
   * @param step its name
   * @throws IOException if the file system fails
   */
  public void remove(String step) throws IOException {
    files.delete(output(step));
  }

  /**
   * @param name of a file beside the steps' folders
   * @return its bytes; empty if it is not there
   * @throws IOException if the file system fails
   */
  public Optional<byte[]> read(String name) throws IOException {
    return files.exists(name) ? Optional.of(files.read(name)) : Optional.empty();
  }

  /** The stamp of a step's finished output; empty if there is none that can be read. */
  Optional<Stamp> stamp(String step) throws IOException {
    return finished.stamp(step);
  }

  /** What is wrong with the files a stamp lists, half a sentence; empty if they are all there. */
  Optional<String> damage(Stamp stamp) throws IOException {
    return finished.damage(stamp);
  }

  /** A new, empty, temporary folder for a step to write to. */
  Path begin(String step) throws IOException {
    return files.temporaryFolder(step);
  }

  /** Where a step keeps what it can go on from; not swept. */
  Path unfinished(String step) {
    return files.path("unfinished/" + step);
  }

  /** Deletes what a step kept to go on from. */
  void discardUnfinished(String step) throws IOException {
    files.remove("unfinished/" + step);
    files.deleteIfEmpty("unfinished");
  }

  /** Gives up what was written to a temporary folder. */
  void discard(Path temporary) throws IOException {
    files.delete(temporary);
  }

  /** Makes a temporary folder the step's output; from here on it is finished. */
  Stamp publish(Path temporary, Step step, Origin origin, double seconds, StepSummary summary)
      throws IOException {
    Stamp stamp =
        new Stamp(
            step.name(),
            origin.version(),
            UUID.randomUUID().toString(),
            origin.configuration(),
            origin.external(),
            origin.inputs(),
            files.lengths(temporary),
            Version.commit(),
            processor(),
            seconds,
            summary.text(),
            summary.figures());
    files.write(temporary.getName() + "/" + Stamp.FILE, Json.MAPPER.writeValueAsBytes(stamp));
    files.publish(temporary, step.name());
    return stamp;
  }

  /** What oneDNN's rounding here depends on. */
  static String processor() {
    return String.join(" ", NativeBackend.vectorExtensions());
  }

  /** Takes over what another run has finished, with the stamp that is in it. */
  void adopt(Path finishedStep, String step) throws IOException {
    Path temporary = files.temporary(step);
    files.copyFolder(finishedStep, temporary);
    files.publish(temporary, step);
  }

  /** Copies a step's exported files to the folder itself. */
  void export(Step step, Stamp stamp) throws IOException {
    for (String name : step.exports()) {
      Long length = stamp.files().get(name);
      if (length == null) {
        throw new IOException("step " + step.name() + " must write the file it exports: " + name);
      }
      files.copy(step.name() + "/" + name, name);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
