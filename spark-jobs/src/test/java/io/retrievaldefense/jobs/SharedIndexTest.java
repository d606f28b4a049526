package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.retrievaldefense.index.storage.IndexMismatchException;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index that was put in the place of another is refused where a run opens it. */
class SharedIndexTest {
  private static final String[] STEPS = {
    "prepare", "train-extractor", "extract-features", "build-index"
  };

  @TempDir private Path folder;

  @Test
  void anIndexOfAnotherProjectionOrExtractorIsRefused() throws IOException {
    try (SparkSession spark = RunHarness.spark("local[2]")) {
      build(spark, "own");
      build(spark, "projected", "projection.deployment=1");
      build(spark, "trained", "extractor.learning-rate=0.02");
    }
    FeatureInfo own = features("own");

    assertThat(SharedIndex.open(index("own"), own, new Configuration()).size()).isEqualTo(300);
    assertThat(refusal("projected", own)).isEqualTo(IndexMismatchException.Kind.WRONG_PROJECTION);
    assertThat(refusal("trained", own)).isEqualTo(IndexMismatchException.Kind.WRONG_EXTRACTOR);
  }

  private void build(SparkSession spark, String run, String... settings) throws IOException {
    RunHarness.run(
        spark, folder.resolve(run), RunHarness.config(settings), RunHarness.steps(STEPS));
  }

  private FeatureInfo features(String run) throws IOException {
    return FeatureInfo.read(
        new org.apache.hadoop.fs.Path(folder.resolve(run).resolve("extract-features").toUri()),
        new Configuration());
  }

  private String index(String run) {
    return folder.resolve(run).resolve("build-index/index").toString();
  }

  private IndexMismatchException.Kind refusal(String run, FeatureInfo features) {
    return catchThrowableOfType(
            IndexMismatchException.class,
            () -> SharedIndex.open(index(run), features, new Configuration()))
        .kind();
  }
}
