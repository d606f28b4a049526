package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.config.ConfigKey;
import io.retrievaldefense.config.ConfigKeys;
import io.retrievaldefense.pipeline.Step;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A step that does not know of a key would be taken for unchanged when that key changes. */
class StepSectionsTest {

  /** What changes no number: how much memory a process may take. */
  private static final Set<String> OF_NO_STEP = Set.of("runtime.off-heap", "runtime.resident");

  static Stream<String> keys() {
    return ConfigKeys.all().stream().map(ConfigKey::path).filter(key -> !OF_NO_STEP.contains(key));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyKeyIsOfAStep(String key) {
    assertThat(steps(key)).isNotEmpty();
  }

  @Test
  void memoryIsOfNone() {
    assertThat(OF_NO_STEP).allMatch(key -> steps(key).isEmpty());
  }

  /** The first step that a change is felt in, by hand. */
  @ParameterizedTest
  @CsvSource({
    "data.test.count, prepare",
    "baseline.layers, train-baseline",
    "extractor.model, train-extractor",
    "extractor.label-smoothing, train-baseline",
    "extractor.cutout, train-baseline",
    "extractor.weight-average, train-baseline",
    "extractor.learning, train-extractor",
    "extractor.adversarial.reach, train-extractor",
    "extractor.attention-tuning.bank, tune-extractor",
    "extractor.feature, tune-extractor",
    "projection.deployment, extract-features",
    "index.tables, build-index",
    "index.label-noise, build-index",
    "classifier.adversarial.steps, attack-queries",
    "classifier.queries, attack-queries",
    "query.mode, find-neighbors",
    "classifier.local-mixup, train-classifier",
    "classifier.input, train-classifier",
    "classifier.start, train-classifier",
    "attacks.stand-in-rows, build-stand-in",
    "attacks.suite, evaluate-attacks",
    "attacks.ifgsm.preset, evaluate-attacks",
    "report.title, report",
  })
  void aChangedKeyIsFeltFirstIn(String key, String step) {
    assertThat(steps(key)).first().isEqualTo(step);
  }

  private static List<String> steps(String key) {
    return DefensePipeline.create().steps().stream()
        .filter(
            step ->
                step.sections().stream()
                    .anyMatch(section -> key.equals(section) || key.startsWith(section + ".")))
        .map(Step::name)
        .toList();
  }
}
