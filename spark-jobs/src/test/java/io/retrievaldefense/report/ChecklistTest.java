package io.retrievaldefense.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.attacks.evaluation.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChecklistTest {

  private static final Checklist CHECKLIST =
      new Checklist(
          List.of(
              new Check("threat model stated", Verdict.PASS, "known-index"),
              new Check("ablations", Verdict.WARN, "not measured"),
              new Check("transfer no stronger", Verdict.FAIL, "50.0 % against 40.0 %")));

  @Test
  void isTheSameAfterwards() throws IOException {
    assertThat(Checklist.parse(CHECKLIST.json())).isEqualTo(CHECKLIST);
    assertThat(new String(CHECKLIST.json(), StandardCharsets.UTF_8))
        .contains("\"verdict\" : \"WARN\"");
  }

  @Test
  void tellsEveryItemWithItsFigure() {
    assertThat(CHECKLIST.lines())
        .containsExactly(
            "checklist: 1 pass, 1 warn, 1 fail",
            "pass  threat model stated: known-index",
            "warn  ablations: not measured",
            "fail  transfer no stronger: 50.0 % against 40.0 %");
  }
}
