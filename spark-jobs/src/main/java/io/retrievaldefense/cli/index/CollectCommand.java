package io.retrievaldefense.cli.index;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.lifecycle.GarbageCollector;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Old snapshots and forgotten files. */
@Command(
    name = "gc",
    description =
        "Remove snapshots older than a time and the files that only they, or no snapshot, need."
            + " The latest snapshot always stays.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense index gc vectors.index --older-than 7d --dry-run"
    })
final class CollectCommand implements Callable<Integer> {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smhd])");

  @Mixin private IndexArgument index;

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      required = true,
      description =
          "such as 90m, 12h or 7d; longer than any job that writes, whose files are not yet part"
              + " of a snapshot")
  private String olderThan;

  @Option(names = "--dry-run", description = "only tell what would be removed")
  private boolean dryRun;

  CollectCommand() {}

  @Override
  public Integer call() throws IOException {
    Instant before = Instant.now().minus(duration(olderThan));
    GarbageCollector collector = new GarbageCollector(index.store());
    // An index that is not there is an error, not an index without garbage.
    index.store().latest();
    List<String> names = dryRun ? collector.garbage(before) : collector.collect(before);
    names.forEach(name -> index.line("%s", name));
    index.line("%,d files %s", names.size(), dryRun ? "would be removed" : "removed");
    return 0;
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new BadInputException(
          "--older-than must be a number with s, m, h or d after it: " + text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
