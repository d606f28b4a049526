package io.retrievaldefense.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComparisonReportTest {

  private static ComparedRun run(String name, String tables, double seconds) {
    return new ComparedRun(
        name,
        ResultsCsv.bytes(SampleResults.table()),
        new TreeMap<>(Map.of("index.tables", tables, "seed", "1")),
        List.of(new ReportData.StepTime("prepare", seconds, "done")),
        new TreeMap<>(Map.of("build-index rows", 25_000.0)));
  }

  @Test
  void showsResultsAndWhatWasSetOtherwise() {
    String page =
        new String(
            ComparisonReport.bytes(List.of(run("runs/a", "8", 1.5), run("runs/b", "16", 3))),
            StandardCharsets.UTF_8);
    assertThat(page)
        .contains(
            "<p class=\"lead\">runs/a, runs/b</p>",
            "<th scope=\"colgroup\" colspan=\"2\">runs/b</th>",
            "<th scope=\"row\">fgsm, known-index, epsilon 0.04</th>",
            "<td>50.0 <small>15.0 to 85.0</small>",
            "<th scope=\"row\">index.tables</th>",
            "<td>25,000</td>",
            "<td>3.0</td>",
            "Worst case over epsilon",
            "runs/b, N=5</button>")
        .doesNotContain("<th scope=\"row\">seed</th>");
  }

  @Test
  void oneRunIsNoComparison() {
    assertThatThrownBy(() -> ComparisonReport.bytes(List.of(run("a", "8", 1))))
        .hasMessage("runs to compare must be at least two: 1");
  }

  @Test
  void readsItsOwnCsvAndAnEarlierOne() {
    assertThat(ResultsCsvReader.results(ResultsCsv.bytes(SampleResults.table())))
        .contains(
            new ResultsCsvReader.Result(
                "fgsm", "known-index", 0.04, "N=5", 4, 0.5, 0.150039, 0.849961));
    String earlier =
        "model,attack,threat,epsilon,high,low,accuracy\nbaseline,\"a, \"\"b\"\"\",t,0.1,1,0,0.5\n";
    assertThat(ResultsCsvReader.results(earlier.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(
            new ResultsCsvReader.Result("a, \"b\"", "t", 0.1, "baseline", 0, 0.5, 0, 1));
    assertThatThrownBy(() -> ResultsCsvReader.results("model\n".getBytes(StandardCharsets.UTF_8)))
        .hasMessageStartingWith("table must have a column attack: ");
  }
}
