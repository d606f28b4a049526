package io.retrievaldefense.cli.index;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.pipeline.Progress;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The index that a command is about, and where it is told of. */
final class IndexArgument {
  @Parameters(index = "0", paramLabel = "INDEX", description = "folder or URI of the index")
  private String location;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  IndexArgument() {}

  String location() {
    return location;
  }

  IndexStore store() {
    return store(location);
  }

  /** The index that a user names, which need not be there yet. */
  static IndexStore store(String location) {
    try {
      return IndexStore.at(location, HadoopSettings.current());
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage(), e);
    }
  }

  /** Prints a line. */
  void line(String format, Object... arguments) {
    new Talk(command).line(format, arguments);
  }

  /** Where a command says how far it is. */
  Progress progress() {
    return new Talk(command).progress();
  }

  /** Tells of a snapshot that was committed. */
  void committed(IndexManifest manifest, String how) {
    line(
        "snapshot %d: %s; %,d vectors of %d in %d shards, %,d bytes",
        manifest.snapshot(),
        how,
        manifest.rows(),
        manifest.schema().dimension(),
        manifest.shards().size(),
        manifest.bytes());
  }

  /** Work that may refuse what the user gave. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Does work; an argument that it refuses is the user's. */
  static <T> T refusing(Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage(), e);
    }
  }
}
