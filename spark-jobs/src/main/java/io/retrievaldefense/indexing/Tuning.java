package io.retrievaldefense.indexing;

import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.tuning.IndexTuner;
import io.retrievaldefense.index.tuning.TuningData;
import io.retrievaldefense.index.tuning.TuningGrid;
import io.retrievaldefense.index.tuning.TuningPoint;
import io.retrievaldefense.index.tuning.TuningReport;
import io.retrievaldefense.pipeline.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A choice of functions, tables, width, probes and re-rank limit for a target recall.
 *
 * @param report what was tried and chosen
 * @param target recall
 * @param neighbors of which it is the recall
 * @param sampled rows that it was measured on
 * @param settings to build and search with
 */
public record Tuning(
    TuningReport report, double target, int neighbors, int sampled, IndexSettings settings) {

  /**
   * Tries every choice on a sample.
   *
   * @param sample of the vectors
   * @param neighbors whose recall counts
   * @param target recall, above 0 and at most 1
   * @param base settings that are not chosen: sketch, candidate budget, seed, engine
   * @param progress counts the indexes that are built
   */
  public static Tuning run(
      TuningSample sample, int neighbors, double target, IndexSettings base, Progress progress)
      throws IOException {
    TuningGrid grid = TuningGrid.DEFAULT;
    progress.begin("trying hash functions", grid.hashes());
    IndexTuner tuner =
        new IndexTuner(
            grid, base.hash().sketchBits(), base.hash().seed(), () -> progress.advance(1));
    int n = Math.min(neighbors, sample.sample().length);
    TuningReport report =
        tuner.tune(
            new TuningData(
                sample.sample(), sample.queries(), sample.nearest(n), sample.totalRows()),
            target);
    TuningPoint chosen = report.chosen();
    SearchSettings search =
        new SearchSettings(
            chosen.search().probesPerTable(),
            base.search().candidateBudget(),
            chosen.search().rerankLimit());
    return new Tuning(report, target, n, sample.sample().length, base.with(chosen.hash(), search));
  }

  /** The recall/cost curve, a line per point, and the choice with its reason. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (TuningPoint point : report.frontier()) {
      lines.add((point.equals(report.chosen()) ? "* " : "  ") + point);
    }
    lines.add("chosen: " + report.chosen());
    lines.add(
        String.format(
            Locale.ROOT,
            "because it is %s@%d on a sample of %,d",
            report.reason(),
            neighbors,
            sampled));
    return lines;
  }

  /** The choice as a configuration file. */
  public String hocon() {
    StringBuilder text = new StringBuilder("# Chosen for recall@" + neighbors + " of " + target);
    text.append(" by index tune; recall +- its standard error, and cost in rows met:\n");
    lines().forEach(line -> text.append("#   ").append(line).append('\n'));
    text.append("index {\n");
    line(text, "functions", Integer.toString(settings.hash().functionsPerTable()));
    line(text, "tables", Integer.toString(settings.hash().tables()));
    line(text, "width", Float.toString(settings.hash().width()));
    line(text, "sketch-bits", Integer.toString(settings.hash().sketchBits()));
    line(text, "probes", limit(settings.search().probesPerTable()));
    line(text, "candidate-budget", limit(settings.search().candidateBudget()));
    line(text, "rerank-limit", limit(settings.search().rerankLimit()));
    return text.append("}\n").toString();
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append("  ").append(key).append(" = ").append(value).append('\n');
  }

  private static String limit(int value) {
    return value == SearchSettings.UNLIMITED ? "all" : Integer.toString(value);
  }
}
