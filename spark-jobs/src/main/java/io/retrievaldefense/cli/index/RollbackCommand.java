package io.retrievaldefense.cli.index;

import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Back to an earlier state. */
@Command(
    name = "rollback",
    description = "Commit the content of an earlier snapshot as the newest. Nothing is copied.",
    footer = {"", "Example:", "  retrieval-defense index rollback vectors.index 3"})
final class RollbackCommand implements Callable<Integer> {
  @Mixin private IndexArgument index;

  @Parameters(index = "1", paramLabel = "SNAPSHOT", description = "its number, see snapshots")
  private long snapshot;

  RollbackCommand() {}

  @Override
  public Integer call() throws IOException {
    IndexStore store = index.store();
    IndexManifest latest = store.manifest();
    IndexManifest next =
        IndexArgument.refusing(() -> new IndexLifecycle(store).rollback(latest, snapshot));
    index.committed(next, "as snapshot " + snapshot);
    return 0;
  }
}
