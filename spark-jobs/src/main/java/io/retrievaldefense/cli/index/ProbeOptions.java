package io.retrievaldefense.cli.index;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.manifest.SearchSettings;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How an index is searched, other than it says of itself. */
final class ProbeOptions {
  @Option(
      names = "--probes",
      paramLabel = "P",
      description = "lsh: buckets looked into per table, or all (default: the index's)")
  private Optional<String> probes;

  @Option(
      names = "--candidate-budget",
      paramLabel = "N",
      description = "lsh: candidates of a query at most, or all (default: the index's)")
  private Optional<String> candidateBudget;

  @Option(
      names = "--rerank-limit",
      paramLabel = "N",
      description = "lsh: candidates compared by exact distance, or all (default: the index's)")
  private Optional<String> rerankLimit;

  ProbeOptions() {}

  /** The index's settings with the options over them. */
  SearchSettings over(SearchSettings settings) {
    return new SearchSettings(
        value("--probes", probes, settings.probesPerTable()),
        value("--candidate-budget", candidateBudget, settings.candidateBudget()),
        value("--rerank-limit", rerankLimit, settings.rerankLimit()));
  }

  private static int value(String option, Optional<String> text, int otherwise) {
    if (text.isEmpty()) {
      return otherwise;
    }
    if (text.get().equals("all")) {
      return SearchSettings.UNLIMITED;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number that is too small.
    }
    throw new BadInputException(
        option + " must be \"all\" or a whole number of at least 1: " + text.get());
  }
}
