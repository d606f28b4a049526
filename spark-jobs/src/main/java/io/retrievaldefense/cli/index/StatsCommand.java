package io.retrievaldefense.cli.index;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.shard.BucketStatistics;
import io.retrievaldefense.index.shard.ShardParts;
import io.retrievaldefense.index.shard.ShardReceipt;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What an index holds. */
@Command(
    name = "stats",
    description =
        "Print what the latest snapshot holds: parameters, bytes of each part, bucket sizes,"
            + " where it comes from.",
    footer = {"", "Example:", "  retrieval-defense index stats runs/first/build-index/index"})
final class StatsCommand implements Callable<Integer> {
  @Mixin private IndexArgument index;

  StatsCommand() {}

  @Override
  public Integer call() throws IOException {
    IndexManifest manifest = index.store().manifest();
    var schema = manifest.schema();
    var hash = schema.hash();
    SearchSettings search = manifest.search();
    index.line("snapshot %d, format %d", manifest.snapshot(), manifest.formatVersion());
    index.line("engine %s", manifest.engine());
    index.line(
        "%,d rows in %d shards, %,d bytes; %,d rows deleted",
        manifest.rows(),
        manifest.shards().size(),
        manifest.bytes(),
        manifest.storedRows() - manifest.rows());
    index.line(
        "vectors of %d, features of %d, scale %s",
        schema.dimension(), schema.featureDimension(), schema.scaling().scale());
    index.line(
        "%d tables of %d functions, width %s, sketches of %d bits",
        hash.tables(), hash.functionsPerTable(), hash.width(), hash.sketchBits());
    index.line(
        "%s probes per table, candidate budget %s, re-rank limit %s",
        limit(search.probesPerTable()),
        limit(search.candidateBudget()),
        limit(search.rerankLimit()));
    ShardParts.bytes(schema, manifest.shards())
        .forEach(
            (part, bytes) ->
                index.line(
                    "%s: %,d bytes, %.2f a vector",
                    part, bytes, (double) bytes / manifest.storedRows()));
    for (ShardReceipt shard : manifest.shards()) {
      BucketStatistics buckets = shard.buckets();
      index.line(
          "%s: %,d rows, %,d buckets, median %d, largest %d, capped %d",
          shard.name(),
          shard.rows(),
          buckets.buckets(),
          buckets.median(),
          buckets.largest(),
          buckets.capped());
    }
    index.line(
        "%d classes; data %s, code %s, extractor %s, projection %s",
        manifest.provenance().classes(),
        manifest.provenance().dataDigest(),
        manifest.provenance().codeRevision(),
        schema.extractorDigest(),
        schema.projectionDigest());
    return 0;
  }

  private static String limit(int value) {
    return value == SearchSettings.UNLIMITED ? "all" : String.format(Locale.ROOT, "%,d", value);
  }
}
