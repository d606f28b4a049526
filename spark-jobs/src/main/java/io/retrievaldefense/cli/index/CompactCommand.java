package io.retrievaldefense.cli.index;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.IndexSchema;
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
  /** A shard is shorter than 2 GiB, a MiB of it for what does not grow with its rows. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - (1L << 20);

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
    // The writer would find out when it has gathered so many.
    long most = MOST_BYTES / bytesOfRow(base.schema());
    if (Math.min(rows, base.rows()) > most) {
      throw new BadInputException(
          "--rows-per-shard must be at most " + most + ", or a shard takes 2 GiB: " + rows);
    }
    Progress progress = index.progress();
    progress.begin("rewriting vectors", base.rows());
    IndexManifest next =
        IndexArgument.refusing(
            () -> new IndexLifecycle(store).compact(base, rows, progress::advance));
    index.committed(next, "from " + base.shards().size() + " shards");
    return 0;
  }

  /**
   * What a row takes at most: id, label, h', h, sketch, and in each table its key, its number and
   * two slots of the directory.
   */
  private static long bytesOfRow(IndexSchema schema) {
    return Long.BYTES
        + Integer.BYTES
        + (long) Float.BYTES * (schema.dimension() + schema.featureDimension())
        + schema.hash().sketchBits() / Byte.SIZE
        + 4L * Integer.BYTES * schema.hash().tables();
  }
}
