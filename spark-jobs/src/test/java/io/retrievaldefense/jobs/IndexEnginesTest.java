package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.pipeline.PipelineRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any engine makes a defence, and the tuner may choose how it hashes. */
class IndexEnginesTest {
  /** Beside the engine no more than it takes to see that a defence stands on it. */
  private static final String[] SMALL = {
    "attacks.ifgsm.enabled=false",
    "attacks.epsilons=[0.02]",
    "attacks.threats=[known-index]",
    "attacks.examples=10",
    "classifier.neighbors=[5]"
  };

  @TempDir private Path folder;

  private String run(SparkSession spark, String setting) throws IOException {
    String[] all = Arrays.copyOf(SMALL, SMALL.length + 1);
    all[SMALL.length] = setting;
    return RunHarness.run(
        spark, folder.resolve("run"), RunHarness.config(all), PipelineRunner::all);
  }

  private IndexManifest manifest() throws IOException {
    return IndexStore.at(folder.resolve("run/build-index/index").toString()).manifest();
  }

  @Test
  void everyEngineGivesADefence() throws IOException {
    Path run = folder.resolve("run");
    try (SparkSession spark = RunHarness.spark("local[2]")) {
      String told = run(spark, "index.tune-recall=0.8");
      assertThat(told).contains("build-index: chosen: k=", "reaches recall 0.8@10 on a sample");
      IndexManifest tuned = manifest();
      assertThat(tuned.engine()).isEqualTo("lsh");
      String conf = Files.readString(run.resolve("build-index/tuning.conf"));
      assertThat(conf)
          .contains(
              "functions = " + tuned.schema().hash().functionsPerTable() + "\n",
              "tables = " + tuned.schema().hash().tables() + "\n",
              "probes = " + tuned.search().probesPerTable() + "\n");

      for (String engine : new String[] {"exact", "hnsw"}) {
        run(spark, "index.engine=" + engine);
        assertThat(manifest().engine()).isEqualTo(engine);
        assertThat(Files.readAllLines(run.resolve("results.csv")))
            .anyMatch(line -> line.startsWith("fgsm,known-index,0.02,N=5,10,"));
        assertThat(Files.readString(run.resolve("report.html"))).contains(engine);
      }
    }
  }
}
