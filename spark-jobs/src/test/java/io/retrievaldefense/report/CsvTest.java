package io.retrievaldefense.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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
  void aTableIsReadAsItWasWrittenAndAsASpreadsheetSavesIt() {
    Csv csv = new Csv(List.of("name", "share")).line("a,\r\nb", 0.5).line("c", "");
    CsvTable read = CsvTable.parse(csv.bytes());
    assertThat(read.rows())
        .containsExactly(
            Map.of("name", "a,\r\nb", "share", "0.5"), Map.of("name", "c", "share", ""));
    byte[] saved = "name,share\r\nc,1\r\n".getBytes(StandardCharsets.UTF_8);
    assertThat(CsvTable.parse(saved).columns()).containsExactly("name", "share");
    assertThat(CsvTable.parse(saved).rows()).containsExactly(Map.of("name", "c", "share", "1"));
  }

  @Test
  void aTableThatIsCutIsNotTakenForAShorterOne() {
    for (String cut : List.of("name\na", "name\n\"a\n", "name,share\na,")) {
      assertThatThrownBy(() -> CsvTable.parse(cut.getBytes(StandardCharsets.UTF_8)))
          .as(cut)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("last line must end, as it does in a whole file: ");
    }
  }

  @Test
  void aLineHasAValueForEachColumn() {
    Csv csv = new Csv(List.of("name", "share"));
    assertThatThrownBy(() -> csv.line("a")).hasMessage("line must have 2 values: 1");
  }
}
