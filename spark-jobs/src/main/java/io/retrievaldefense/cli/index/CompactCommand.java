package io.retrievaldefense.cli.index;

import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.ShardSeries;
import io.retrievaldefense.pipeline.Progress;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Few large shards out of many small ones. */
@Command(
    name = "compact",
    description =
        "Rewrite an index into as few shards as there need be, without what was deleted. The"
            + " answers stay the same.",
    footer = {"", "Example:", "  retrieval-defense index compact vectors.index"})
final class CompactCommand implements Callable<Integer> {
  @Mixin private IndexArgument index;

  @Option(
      names = "--rows-per-shard",
      paramLabel = "N",
      description = "vectors in a shard at most (default: 256 MiB of them)")
  private Integer rowsPerShard;

  CompactCommand() {}

  @Override
  public Integer call() throws IOException {
    IndexStore store = index.store();
    IndexManifest base = store.manifest();
    int rows = rowsPerShard == null ? ShardSeries.rowsPerShard(base.schema()) : rowsPerShard;
    Progress progress = index.progress();
    progress.begin("rewriting vectors", base.rows());
    IndexManifest next =
        IndexArgument.refusing(
            () -> new IndexLifecycle(store).compact(base, rows, progress::advance));
    index.committed(next, "from " + base.shards().size() + " shards");
    return 0;
  }
}
