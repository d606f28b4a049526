package io.retrievaldefense.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.classifier.Retriever;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.projection.GaussianProjection;
import io.retrievaldefense.index.projection.Projection;
import io.retrievaldefense.index.query.NeighborIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefencePartsTest {
  private static final Projection SECRET = SmallDefence.projection();
  private static final Projection ATTACKERS =
      new GaussianProjection(SECRET.inputDimension(), SECRET.outputDimension(), 99);

  @TempDir private Path folder;

  @Test
  void onlyTheStandInIsSearchedByTheAttackersProjection() throws IOException {
    NeighborIndex index = SmallDefence.index(folder, "exact", SearchSettings.DEFAULT);
    DefenceParts parts = new DefenceParts(SECRET, ATTACKERS, new SmallModels.OneIndex(index), 17);
    float[] feature = new float[SECRET.inputDimension()];
    for (int i = 0; i < feature.length; i++) {
      feature[i] = i + 1;
    }
    assertThat(retriever(parts, ModelKey.Build.STAND_IN).project(feature))
        .isEqualTo(ATTACKERS.project(feature))
        .isNotEqualTo(SECRET.project(feature));
    for (ModelKey.Build build :
        EnumSet.complementOf(EnumSet.of(ModelKey.Build.STAND_IN, ModelKey.Build.NO_PROJECTION))) {
      assertThat(retriever(parts, build).project(feature))
          .as(build.name())
          .isEqualTo(SECRET.project(feature));
    }
  }

  private static Retriever retriever(DefenceParts parts, ModelKey.Build build) throws IOException {
    return parts.head(build, SmallDefence.summary(2)).retriever();
  }
}
