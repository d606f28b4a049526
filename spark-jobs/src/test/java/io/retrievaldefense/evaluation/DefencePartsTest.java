package io.retrievaldefense.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.classifier.Retrieved;
import io.retrievaldefense.classifier.RetrievedRow;
import io.retrievaldefense.classifier.Retriever;
import io.retrievaldefense.classifier.SummaryClassifier;
import io.retrievaldefense.classifier.SummaryModel;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.projection.GaussianProjection;
import io.retrievaldefense.index.projection.Projection;
import io.retrievaldefense.index.query.NeighborIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefencePartsTest {
  private static final Projection SECRET = SmallDefence.projection();
  private static final Projection ATTACKERS =
      new GaussianProjection(SECRET.inputDimension(), SECRET.outputDimension(), 99);
  private static final int NEIGHBORS = 5;
  private static final SummaryModel SUMMARY = SmallDefence.summary(NEIGHBORS);

  @TempDir private Path folder;
  private Roles roles;
  private DefenceParts parts;

  /** The same rows in every role, whose ids tell the role. */
  private record Roles(NeighborIndex own, NeighborIndex exact, NeighborIndex standIn)
      implements DefenceParts.Indexes {}

  @BeforeEach
  void indexes() throws IOException {
    roles = new Roles(index(1000), index(2000), index(3000));
    parts = new DefenceParts(SECRET, ATTACKERS, roles, 17);
  }

  private NeighborIndex index(long firstId) throws IOException {
    return SmallDefence.index(
        folder.resolve("from-" + firstId), "exact", SearchSettings.DEFAULT, firstId);
  }

  @Test
  void onlyTheStandInIsSearchedByTheAttackersProjection() throws IOException {
    float[] feature = feature();
    assertThat(retriever(ModelKey.Build.STAND_IN).project(feature))
        .isEqualTo(ATTACKERS.project(feature))
        .isNotEqualTo(SECRET.project(feature));
    for (ModelKey.Build build :
        EnumSet.complementOf(EnumSet.of(ModelKey.Build.STAND_IN, ModelKey.Build.NO_PROJECTION))) {
      assertThat(retriever(build).project(feature))
          .as(build.name())
          .isEqualTo(SECRET.project(feature));
    }
  }

  @Test
  void theAttackerSearchesTheirIndexAndAblationsTheOneTheyAreNamedFor() throws IOException {
    for (ModelKey.Build build : ModelKey.Build.values()) {
      NeighborIndex searched =
          switch (build) {
            case STAND_IN -> roles.standIn();
            case EXACT_SEARCH, NO_PROJECTION -> roles.exact();
            case AS_BUILT, LABELS_OFF, UNIFORM_ATTENTION, SHUFFLED_LABELS -> roles.own();
          };
      long first = searched.search(new float[searched.dimension()], 1).neighbors().get(0).id();
      assertThat(found(build)).as(build.name()).allMatch(row -> row.id() / 1000 == first / 1000);
    }
  }

  @Test
  void withoutProjectionTheNearestAreThoseOfTheFeatureItself() throws IOException {
    float[] feature = feature();
    NeighborIndex exact = roles.exact();
    List<Long> nearest =
        exact.search(new float[exact.dimension()], exact.size()).neighbors().stream()
            .map(
                row -> {
                  float[] h = new float[exact.featureDimension()];
                  exact.copyFeature(row.row(), h, 0);
                  return new RetrievedRow(row.id(), row.label(), (float) squared(feature, h), h);
                })
            .sorted(Comparator.comparingDouble(RetrievedRow::squaredDistance))
            .limit(NEIGHBORS)
            .map(RetrievedRow::id)
            .toList();

    List<Long> found = found(ModelKey.Build.NO_PROJECTION).stream().map(RetrievedRow::id).toList();

    assertThat(found).isEqualTo(nearest);
    assertThat(found.stream().map(id -> id % 1000))
        .isNotEqualTo(found(ModelKey.Build.AS_BUILT).stream().map(row -> row.id() % 1000).toList());
  }

  @Test
  void labelsAreDrawnAnewByASeedAndForThatAblationAlone() throws IOException {
    List<Integer> own = labels(ModelKey.Build.AS_BUILT);
    List<Integer> drawn = labels(ModelKey.Build.SHUFFLED_LABELS);

    assertThat(drawn).isNotEqualTo(own).isEqualTo(labels(ModelKey.Build.SHUFFLED_LABELS));
    assertThat(labels(ModelKey.Build.LABELS_OFF)).isEqualTo(own);
  }

  @Test
  void attentionIsUniformOrLabelsUnseenInTheAblationOfThatNameAlone() throws IOException {
    List<RetrievedRow> rows = found(ModelKey.Build.AS_BUILT);
    Retrieved retrieved = Retrieved.of(rows);
    int[] others =
        Arrays.stream(retrieved.labels()).map(c -> (c + 1) % SmallDefence.CLASSES).toArray();
    Retrieved relabelled = new Retrieved(retrieved.features(), others);
    for (ModelKey.Build build : ModelKey.Build.values()) {
      SummaryClassifier classifier = parts.head(build, SUMMARY).classifier();
      SummaryClassifier.Evaluation evaluation = classifier.evaluate(feature(), retrieved);

      boolean isUniform =
          Arrays.stream(evaluation.attention()).allMatch(weight -> weight == 1.0 / NEIGHBORS);
      assertThat(isUniform).as(build.name()).isEqualTo(build == ModelKey.Build.UNIFORM_ATTENTION);
      boolean ignoresLabels =
          Arrays.equals(evaluation.logits(), classifier.evaluate(feature(), relabelled).logits());
      assertThat(ignoresLabels).as(build.name()).isEqualTo(build == ModelKey.Build.LABELS_OFF);
    }
  }

  private List<Integer> labels(ModelKey.Build build) throws IOException {
    return found(build).stream().map(RetrievedRow::label).toList();
  }

  private List<RetrievedRow> found(ModelKey.Build build) throws IOException {
    Retriever retriever = retriever(build);
    return retriever.nearest(retriever.project(feature()), NEIGHBORS);
  }

  private Retriever retriever(ModelKey.Build build) throws IOException {
    return parts.head(build, SUMMARY).retriever();
  }

  private static float[] feature() {
    float[] feature = new float[SECRET.inputDimension()];
    for (int i = 0; i < feature.length; i++) {
      feature[i] = i + 1;
    }
    return feature;
  }

  private static double squared(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i])).sum();
  }
}
