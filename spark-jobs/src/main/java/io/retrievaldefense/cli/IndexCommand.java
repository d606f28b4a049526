package io.retrievaldefense.cli;

import io.retrievaldefense.cli.export.IndexExportCommand;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.check.CheckIndex;
import io.retrievaldefense.index.check.CheckReport;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.Neighbor;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.query.SearchResult;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.vectors.VectorReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looking into an index. */
@Command(
    name = "index",
    description = "Look into a retrieval index.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = IndexExportCommand.class,
    footer = {"", "Example:", "  retrieval-defense index check runs/first/build-index/index"})
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
      footer = {"", "Example:", "  retrieval-defense index stats runs/first/build-index/index"})
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
      footer = {"", "Example:", "  retrieval-defense index check runs/first/build-index/index"})
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

  @Command(
      name = "search",
      description =
          "Find the nearest images of projected vectors; one line per neighbour: query, rank, id,"
              + " squared distance, label.",
      footer = {
        "",
        "Example:",
        "  retrieval-defense index search runs/first/build-index/index --queries q.fvecs"
      })
  int search(
      @Parameters(paramLabel = "INDEX", description = "folder or URI of it") String index,
      @Option(
              names = "--queries",
              paramLabel = "FILE",
              required = true,
              description = "projected vectors h': .fvecs, .bvecs or .npy")
          Path queries,
      @Option(
              names = "--neighbors",
              paramLabel = "N",
              defaultValue = "10",
              description = "how many (default: ${DEFAULT-VALUE})")
          int neighbors)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    int shortfall = 0;
    int number = 0;
    try (NeighborIndex opened = IndexReader.open(index);
        VectorReader vectors = VectorReader.open(queries)) {
      if (neighbors < 1 || neighbors > opened.size()) {
        throw new BadInputException(
            "--neighbors must be in [1, " + opened.size() + "]: " + neighbors);
      }
      if (vectors.dimension() != opened.dimension()) {
        throw new BadInputException(
            "queries must have the index's dimension "
                + opened.dimension()
                + ": "
                + vectors.dimension()
                + " in "
                + queries);
      }
      float[] query = new float[vectors.dimension()];
      while (vectors.next(query)) {
        SearchResult result = opened.search(query, neighbors);
        int rank = 0;
        for (Neighbor neighbor : result.neighbors()) {
          out.printf(
              Locale.ROOT,
              "%d %d %d %s %d%n",
              number,
              ++rank,
              neighbor.id(),
              neighbor.squaredDistance(),
              neighbor.label());
        }
        shortfall += result.stats().shortfall();
        number++;
      }
    }
    if (shortfall > 0) {
      out.println(shortfall + " neighbours of " + number + " queries were not found");
    }
    out.flush();
    return 0;
  }
}
