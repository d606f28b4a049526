package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.Seeds;
import io.retrievaldefense.config.AttacksConfig.StandInLabels;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.Count;
import io.retrievaldefense.config.IndexConfig;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.pipeline.StepContext;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Which rows of a split an index holds, and under which labels: for studies of how much depends on
 * the size of the private set and on what is wrong in it.
 *
 * @param held the rows
 * @param noisy those of them that carry the label of any other class
 * @param flipped those of them that carry the label of the class that follows theirs
 * @param answers labels that the defence was asked for, by id; none for the rows' own
 * @param classes C
 * @param seed of the labels
 */
record IndexedRows(
    RowSelection held,
    RowSelection noisy,
    RowSelection flipped,
    Map<Long, Integer> answers,
    int classes,
    long seed)
    implements Serializable {

  /** What the configuration asks for; empty where that is every row as it is. */
  static Optional<IndexedRows> of(StepContext context, Split split) throws IOException {
    IndexConfig index = context.config().index();
    boolean isPrivate = split == Split.PRIVATE;
    Count rows = isPrivate ? index.rows() : context.config().attacks().standInRows();
    double noise = isPrivate ? index.labelNoise() : 0;
    double flips = isPrivate ? index.labelFlips() : 0;
    boolean asksForLabels =
        !isPrivate && context.config().attacks().standInLabels() == StandInLabels.ANSWERS;
    if (rows.isAll() && noise == 0 && flips == 0 && !asksForLabels) {
      return Optional.empty();
    }
    long[] all =
        FeatureTable.read(context.spark(), context.input("extract-features"), split)
            .select("id")
            .javaRDD()
            .collect()
            .stream()
            .mapToLong(row -> row.getLong(0))
            .toArray();
    long seed = context.config().seed();
    RowSelection held = RowSelection.of(all, count(rows, all.length, split), seed(seed, "rows"));
    long[] ids = held.of(all);
    DatasetInfo info = DatasetInfo.read(context.input("prepare"), context.hadoop());
    return Optional.of(
        new IndexedRows(
            held,
            RowSelection.of(ids, share(noise, ids), seed(seed, "label noise")),
            RowSelection.of(ids, share(flips, ids), seed(seed, "label flips")),
            asksForLabels ? QueriedLabels.of(context, split, held) : Map.of(),
            info.classNames().size(),
            seed(seed, "labels")));
  }

  private static int count(Count rows, int available, Split split) {
    if (!rows.isAll() && rows.limit().getAsInt() > available) {
      throw new BadInputException(
          String.format(
              "%s must be at most what is there, %d: %s",
              split == Split.PRIVATE ? "index.rows" : "attacks.stand-in-rows", available, rows));
    }
    return rows.among(available);
  }

  private static int share(double share, long[] ids) {
    return (int) Math.round(share * ids.length);
  }

  private static long seed(long seed, String what) {
    return NamedSeed.derive(seed, "index " + what);
  }

  /** The rows of the index, of (id, label, h, h'). */
  JavaRDD<Row> apply(JavaRDD<Row> rows) {
    IndexedRows change = this;
    return rows.filter(row -> change.held.holds(row.getLong(0))).map(change::labeled);
  }

  private Row labeled(Row row) {
    return RowFactory.create(
        row.getLong(0), label(row.getLong(0), row.getInt(1)), row.get(2), row.get(3));
  }

  /** The label a row carries in the index. */
  int label(long id, int label) {
    Integer answer = answers.get(id);
    if (answer != null) {
      return answer;
    }
    if (flipped.holds(id)) {
      return (label + 1) % classes;
    }
    if (noisy.holds(id)) {
      int step = 1 + Seeds.random(Seeds.derive(seed, id, "label", 0)).nextInt(classes - 1);
      return (label + step) % classes;
    }
    return label;
  }
}
