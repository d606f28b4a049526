package io.retrievaldefense.cli.index;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.storage.IndexNotFoundException;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The states of an index that can be returned to. */
@Command(
    name = "snapshots",
    description = "List the snapshots of an index; the last is what readers open.",
    footer = {"", "Example:", "  retrieval-defense index snapshots vectors.index"})
final class SnapshotsCommand implements Callable<Integer> {
  @Mixin private IndexArgument index;

  SnapshotsCommand() {}

  @Override
  public Integer call() throws IOException {
    IndexStore store = index.store();
    List<Long> numbers = store.snapshots();
    if (numbers.isEmpty()) {
      throw new IndexNotFoundException(index.location(), "an index", "no snapshot");
    }
    for (long number : numbers) {
      IndexManifest manifest = store.manifest(number);
      index.line(
          "snapshot %d, %s: %,d vectors in %d shards, %,d bytes, %,d deleted",
          number,
          store.files().modified(manifest.fileName()).truncatedTo(ChronoUnit.SECONDS),
          manifest.rows(),
          manifest.shards().size(),
          manifest.bytes(),
          manifest.storedRows() - manifest.rows());
    }
    return 0;
  }
}
