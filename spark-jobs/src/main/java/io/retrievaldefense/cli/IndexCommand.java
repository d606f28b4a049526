package io.retrievaldefense.cli;

import io.retrievaldefense.index.check.CheckIndex;
import io.retrievaldefense.index.check.CheckReport;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.ShardReceipt;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looking into an index. */
@Command(
    name = "index",
    description = "Look into a retrieval index.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:", "  retrieval-defense index check runs/first/build-index"})
final class IndexCommand implements Runnable {
  @Spec private CommandSpec spec;

  IndexCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }

  @Command(
      name = "stats",
      description = "Print what the latest snapshot holds: parameters, shards, bucket sizes.",
      footer = {"", "Example:", "  retrieval-defense index stats runs/first/build-index"})
  int stats(@Parameters(paramLabel = "INDEX", description = "folder or URI of it") String index)
      throws IOException {
    IndexManifest manifest = IndexStore.at(index).manifest();
    var hash = manifest.schema().hash();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT, "snapshot %d, format %d%n", manifest.snapshot(), manifest.formatVersion());
    out.printf(Locale.ROOT, "engine %s%n", manifest.engine());
    out.printf(
        Locale.ROOT,
        "%,d rows in %d shards, %,d bytes%n",
        manifest.rows(),
        manifest.shards().size(),
        manifest.bytes());
    out.printf(
        Locale.ROOT,
        "%d tables of %d functions, width %s%n",
        hash.tables(),
        hash.functionsPerTable(),
        hash.width());
    for (ShardReceipt shard : manifest.shards()) {
      out.printf(
          Locale.ROOT,
          "%s: %,d rows, %,d buckets, median %d, largest %d, capped %d%n",
          shard.name(),
          shard.rows(),
          shard.buckets().buckets(),
          shard.buckets().median(),
          shard.buckets().largest(),
          shard.buckets().capped());
    }
    out.flush();
    return 0;
  }

  @Command(
      name = "check",
      description = "Read every byte of the latest snapshot; exit code 1 if anything is damaged.",
      footer = {"", "Example:", "  retrieval-defense index check runs/first/build-index"})
  int check(@Parameters(paramLabel = "INDEX", description = "folder or URI of it") String index)
      throws IOException {
    CheckReport report = CheckIndex.check(IndexStore.at(index));
    PrintWriter out = spec.commandLine().getOut();
    report.findings().forEach(finding -> out.println(finding.kind() + ": " + finding.message()));
    report.unreferenced().forEach(file -> out.println("not part of a snapshot: " + file));
    out.printf(
        Locale.ROOT,
        "snapshot %d: %,d rows and %,d bytes in %d files are sound, %d findings%n",
        report.snapshot(),
        report.rows(),
        report.bytes(),
        report.files(),
        report.findings().size());
    out.flush();
    return report.sound() ? 0 : Failures.FAILED;
  }
}
