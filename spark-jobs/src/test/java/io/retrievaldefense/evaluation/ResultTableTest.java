package io.retrievaldefense.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.attacks.Seeds;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.ResultRow;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTableTest {

  @TempDir private java.nio.file.Path folder;

  private static ResultRow row(long example, long seed) {
    return new ResultRow(
        example,
        3,
        new EvaluatedModel(5),
        "pgd-ce-s20-c8-r1",
        "known-index",
        .01,
        "COMPLETED",
        false,
        3,
        3,
        .01,
        20,
        21,
        20,
        0,
        .4,
        seed,
        0,
        "table");
  }

  @Test
  void countsTheRowsThatCanBeHadAgain() throws IOException {
    Path table = new Path(folder.resolve("attacks").toUri());
    Configuration hadoop = new Configuration();
    List<ResultRow> rows =
        List.of(row(1, Seeds.derive(7, 1, "pgd-ce-s20-c8-r1", 0)), row(2, 12345));
    ResultTable.write(table, rows, "ab12", hadoop);

    assertThat(ResultTable.reproducible(table, "ab12", 7, hadoop)).isEqualTo(1);
    assertThat(ResultTable.reproducible(table, "ab12", 8, hadoop)).isZero();
    assertThat(ResultTable.reproducible(table, "cd34", 7, hadoop)).isZero();
  }
}
