package io.retrievaldefense.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.retrievaldefense.classifier.BaselineClassifier;
import io.retrievaldefense.classifier.IndexRetriever;
import io.retrievaldefense.classifier.RetrievalClassifier;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.SummaryModelFile;
import io.retrievaldefense.features.CnnFeatureExtractor;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.jobs.TrainedRun;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The exported networks and arrays, put together again by {@link RebuiltDefense}, against the run.
 */
@ExtendWith(ExportedRun.Given.class)
class ExportedDefenseTest {
  private static ExportedRun exported;

  private static final float TOLERANCE = 1e-4f;

  @BeforeAll
  static void export(ExportedRun run) {
    exported = run;
  }

  private static void assertClose(float[][] actual, float[][] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).containsExactly(expected[i], offset(TOLERANCE));
    }
  }

  @Test
  void baselineAndExtractorGiveTheSame() throws IOException {
    try (RebuiltDefense rebuilt = exported.rebuilt(5);
        BaselineClassifier baseline =
            new BaselineClassifier(exported.extractor(), ExportedRun.IMAGES);
        CnnFeatureExtractor features =
            new CnnFeatureExtractor(
                exported.extractor(),
                new TrainedRun(exported.run()).featureLayer(),
                ExportedRun.IMAGES)) {
      assertClose(rebuilt.baselineLogits(exported.images()), baseline.logits(exported.images()));
      assertClose(rebuilt.features(exported.images()), features.features(exported.images()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10})
  void theWholeDefenceGivesTheSame(int neighbors) throws IOException {
    TrainedRun run = new TrainedRun(exported.run());
    IndexStore store = IndexStore.at(run.indexLocation());
    try (NeighborIndex index =
            IndexReader.open(store, store.manifest(), Verification.CONTENT, "exact");
        RetrievalClassifier ours =
            new RetrievalClassifier(
                exported.extractor(),
                run.featureLayer(),
                ExportedRun.IMAGES,
                RetrievalHead.of(
                    new IndexRetriever(run.projection(), index),
                    SummaryModelFile.parse(run.classifiers().get(neighbors), "head")));
        RebuiltDefense rebuilt = exported.rebuilt(neighbors)) {
      float[][] expected = ours.logits(exported.images());
      float[][] actual = rebuilt.logits(exported.images());
      assertThat(ExportedRun.labels(actual)).isEqualTo(ExportedRun.labels(expected));
      assertClose(actual, expected);
    }
  }
}
