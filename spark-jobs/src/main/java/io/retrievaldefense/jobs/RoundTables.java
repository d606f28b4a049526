package io.retrievaldefense.jobs;

import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.WholeFolder;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The retrieved sets that adversarial rounds are made of, a table for each round and N, where a run
 * that was stopped finds them again.
 */
final class RoundTables {
  private static final String WHOLE = "_SUCCESS";

  private final StepContext context;
  private final FileSystem files;
  private final Path folder;

  /** Those of this configuration and these inputs; what is there of others is removed. */
  RoundTables(StepContext context) throws IOException {
    this.context = context;
    files = context.fileSystem(context.unfinished());
    folder = new Path(context.unfinished(), context.origin());
    if (files.exists(context.unfinished())) {
      for (FileStatus entry : files.listStatus(context.unfinished())) {
        if (!entry.getPath().getName().equals(folder.getName())) {
          remove(entry.getPath());
        }
      }
    }
  }

  private void remove(Path tables) throws IOException {
    Path aside = new Path(tables.getParent(), "removed-" + UUID.randomUUID());
    WholeFolder.remove(files, tables, aside);
  }

  Path path(int round, int neighbors) {
    return new Path(folder, "round-" + round + "-neighbors-" + neighbors);
  }

  /** Where the table is to be written; what was left there half done is removed. */
  Path cleared(int round, int neighbors) throws IOException {
    Path table = path(round, neighbors);
    remove(table);
    return table;
  }

  /** Those of the sets, by N, of which there is no whole table of a round. */
  Map<Integer, TrainingSets> missing(int round, Map<Integer, TrainingSets> sets)
      throws IOException {
    Map<Integer, TrainingSets> missing = new TreeMap<>(sets);
    for (int neighbors : sets.keySet()) {
      if (files.exists(new Path(NeighborTable.path(path(round, neighbors)), WHOLE))) {
        missing.remove(neighbors);
        context
            .progress()
            .note("N=" + neighbors + ", round " + round + ": kept of a run that was stopped");
      }
    }
    return missing;
  }
}
