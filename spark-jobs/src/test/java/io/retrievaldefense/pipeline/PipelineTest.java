package io.retrievaldefense.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private static Step step(String name, String... inputs) {
    return new ConcatenatingStep(name, List.of(), List.of(inputs), null);
  }

  @Test
  void inputsStandBeforeThoseThatReadThem() {
    assertThatThrownBy(() -> new Pipeline(List.of(step("a", "b"), step("b"))))
        .hasMessage("input of step a must be an earlier step: b");
  }

  @Test
  void namesAreDistinct() {
    assertThatThrownBy(() -> new Pipeline(List.of(step("a"), step("a"))))
        .hasMessage("name of a step must be its own: a");
  }

  @Test
  void findsAStep() {
    Pipeline pipeline = new Pipeline(List.of(step("a"), step("b")));
    assertThat(pipeline.step("b").name()).isEqualTo("b");
    assertThatThrownBy(() -> pipeline.step("c")).hasMessage("step must be one there is: c");
  }

  @Test
  void figuresAreFinite() {
    assertThat(StepSummary.of("x").with("rows", 2).figures()).containsEntry("rows", 2.0);
    assertThatThrownBy(() -> StepSummary.of("x").with("loss", Double.NaN))
        .hasMessage("figure loss of a step must be finite: NaN");
  }
}
