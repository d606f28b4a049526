package io.retrievaldefense.cli.index;

import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.index.build.VectorAppender;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.indexing.TableIndexing;
import io.retrievaldefense.indexing.VectorTable;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** More vectors into an index. */
@Command(
    name = "append",
    description =
        "Add vectors: the next snapshot has them as well. It costs what is added. Ids of a table"
            + " are its own, those of other files follow the highest that is stored, deleted ones included until they"
            + " are compacted away.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense index append vectors.index --vectors more.fvecs"
    })
final class AppendCommand implements Callable<Integer> {
  @Mixin private IndexArgument index;

  @Mixin private LabeledVectors vectors;
  @Mixin private SparkOptions spark;

  AppendCommand() {}

  @Override
  public Integer call() throws IOException {
    VectorInput input = vectors.input();
    IndexStore store = index.store();
    IndexManifest base = store.manifest();
    IndexManifest next = input.isTable() ? table(input) : local(store, base);
    index.committed(next, String.format(Locale.ROOT, "%,d appended", next.rows() - base.rows()));
    return 0;
  }

  private IndexManifest local(IndexStore store, IndexManifest base) throws IOException {
    return IndexArgument.refusing(
        () ->
            new VectorAppender(store)
                .append(base, vectors.rows(VectorAppender.nextId(base), index.progress())));
  }

  private IndexManifest table(VectorInput input) throws IOException {
    try (SparkSession session = spark.open("index append", RunConfigReader.defaults().runtime())) {
      return new TableIndexing(session, index.location(), index.progress())
          .append(VectorTable.open(session, input.location()));
    }
  }
}
