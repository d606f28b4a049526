package io.retrievaldefense.cli.index;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrievaldefense.index.check.CheckIndex;
import io.retrievaldefense.index.check.CheckReport;
import io.retrievaldefense.index.check.Finding;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.storage.CorruptIndexException;
import io.retrievaldefense.index.storage.IndexVersionException;
import io.retrievaldefense.pipeline.Progress;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Every byte of an index. */
@Command(
    name = "check",
    description =
        "Read every byte of a snapshot and tell all that is wrong; exit code 1 if anything is.",
    footer = {"", "Example:", "  retrieval-defense index check vectors.index --json"})
final class CheckCommand implements Callable<Integer> {
  @Mixin private IndexArgument index;

  @Option(
      names = "--snapshot",
      paramLabel = "N",
      description = "which snapshot (default: the latest)")
  private Long snapshot;

  @Option(names = "--json", description = "print the report as JSON")
  private boolean json;

  CheckCommand() {}

  @Override
  public Integer call() throws IOException {
    IndexStore store = index.store();
    long checked = snapshot == null ? store.latest() : snapshot;
    Progress progress = index.progress();
    progress.begin("checking vectors", rows(store, checked));
    CheckReport report =
        IndexArgument.refusing(() -> CheckIndex.check(store, checked, progress::advance));
    if (json) {
      index.line("%s", json(report));
    } else {
      report.findings().forEach(finding -> index.line("%s: %s", finding.kind(), finding.message()));
      report.unreferenced().forEach(file -> index.line("not part of a snapshot: %s", file));
      index.line(
          "snapshot %d: %,d rows and %,d bytes in %d files are sound, %d findings",
          report.snapshot(),
          report.rows(),
          report.bytes(),
          report.files(),
          report.findings().size());
    }
    return report.sound() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** How many rows there are to check; of a damaged manifest, which the check will report, none. */
  private static long rows(IndexStore store, long snapshot) throws IOException {
    try {
      IndexManifest manifest = store.manifest(snapshot);
      return manifest.shards().stream().mapToLong(ShardReceipt::rows).sum();
    } catch (CorruptIndexException | IndexVersionException e) {
      return 0;
    }
  }

  private static String json(CheckReport report) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("snapshot", report.snapshot())
        .put("sound", report.sound())
        .put("files", report.files())
        .put("rows", report.rows())
        .put("bytes", report.bytes());
    ArrayNode findings = root.putArray("findings");
    for (Finding finding : report.findings()) {
      findings
          .addObject()
          .put("kind", finding.kind())
          .put("file", finding.file())
          .put("message", finding.message());
    }
    ArrayNode unreferenced = root.putArray("unreferenced");
    report.unreferenced().forEach(unreferenced::add);
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }
}
