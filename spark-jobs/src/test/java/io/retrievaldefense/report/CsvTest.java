package io.retrievaldefense.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {

  @Test
  void valuesThatHoldCommasOrQuotesAreQuoted() {
    Csv csv = new Csv(List.of("name", "share")).line("runs/a,b", 0.5).line("\"vote\"", 1);
    assertThat(csv.text()).isEqualTo("name,share\n\"runs/a,b\",0.5\n\"\"\"vote\"\"\",1\n");
    assertThat(csv.bytes()).asString().isEqualTo(csv.text());
  }

  @Test
  void whatWasNotMeasuredIsEmpty() {
    assertThat(Csv.decimal(Double.NaN, 2)).isEmpty();
    assertThat(Csv.decimal(2 / 3.0, 4)).isEqualTo("0.6667");
  }

  @Test
  void aLineHasAValueForEachColumn() {
    Csv csv = new Csv(List.of("name", "share"));
    assertThatThrownBy(() -> csv.line("a")).hasMessage("line must have 2 values: 1");
  }
}
