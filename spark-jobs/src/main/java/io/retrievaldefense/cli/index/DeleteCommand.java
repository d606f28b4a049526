package io.retrievaldefense.cli.index;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Vectors out of an index. */
@Command(
    name = "delete",
    description =
        "Take vectors out: the next snapshot is without them. Their bytes go with compact and gc.",
    footer = {"", "Example:", "  retrieval-defense index delete vectors.index --ids 17,4711"})
final class DeleteCommand implements Callable<Integer> {
  @Mixin private IndexArgument index;

  @ArgGroup(multiplicity = "1")
  private Ids ids;

  /** Which. */
  private static final class Ids {
    @Option(
        names = "--ids",
        split = ",",
        paramLabel = "ID",
        description = "ids, with commas between")
    private List<Long> listed;

    @Option(names = "--ids-file", paramLabel = "FILE", description = "text with an id on each line")
    private Path file;

    private long[] read() throws IOException {
      if (file == null) {
        return listed.stream().mapToLong(id -> id).toArray();
      }
      List<String> lines = Files.readAllLines(file);
      long[] read = new long[lines.size()];
      for (int i = 0; i < read.length; i++) {
        try {
          read[i] = Long.parseLong(lines.get(i).strip());
        } catch (NumberFormatException e) {
          throw new BadInputException(
              "line " + (i + 1) + " of " + file + " must be an id: " + lines.get(i), e);
        }
      }
      return read;
    }
  }

  DeleteCommand() {}

  @Override
  public Integer call() throws IOException {
    long[] deleted = ids.read();
    IndexStore store = index.store();
    IndexManifest base = store.manifest();
    IndexManifest next =
        IndexArgument.refusing(() -> new IndexLifecycle(store).delete(base, deleted));
    index.committed(next, String.format(Locale.ROOT, "%,d deleted", deleted.length));
    return 0;
  }
}
