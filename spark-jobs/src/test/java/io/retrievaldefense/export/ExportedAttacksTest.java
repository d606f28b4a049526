package io.retrievaldefense.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.jobs.RunHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exported adversarial examples, judged by the exported networks. */
@ExtendWith(ExportedRun.Given.class)
class ExportedAttacksTest {
  private static ExportedRun exported;

  @TempDir private Path other;

  @BeforeAll
  static void export(ExportedRun run) {
    exported = run;
  }

  /** Lines of a file without quotes, by column. */
  private static List<Map<String, String>> csv(String file) throws IOException {
    List<String> lines = Files.readAllLines(exported.folder().resolve("attacks").resolve(file));
    String[] columns = lines.get(0).split(",");
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",");
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < columns.length; i++) {
        row.put(columns[i], values[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  @Test
  void storedExamplesAreInTheirBalls() throws IOException {
    List<Map<String, String>> rows = csv("adversarial.csv");
    Path attacks = exported.folder().resolve("attacks");
    float[][] adversarial = RebuiltDefense.rows(attacks.resolve("adversarial.npy"), rows.size());
    long[] which = RebuiltDefense.longs(attacks.resolve("original.npy"));
    long[] ids = RebuiltDefense.longs(attacks.resolve("ids.npy"));
    long[] labels = RebuiltDefense.longs(attacks.resolve("labels.npy"));
    float[][] originals = RebuiltDefense.rows(attacks.resolve("originals.npy"), ids.length);
    assertThat(rows).extracting(row -> row.get("model")).contains("baseline", "N=5", "N=10");
    for (int i = 0; i < rows.size(); i++) {
      Map<String, String> row = rows.get(i);
      int original = (int) which[i];
      assertThat(ids[original]).isEqualTo(Long.parseLong(row.get("example")));
      assertThat(labels[original]).isEqualTo(Long.parseLong(row.get("label")));
      double largest = 0;
      int outside = 0;
      for (int j = 0; j < adversarial[i].length; j++) {
        outside += adversarial[i][j] >= 0 && adversarial[i][j] <= 1 ? 0 : 1;
        largest = Math.max(largest, Math.abs(adversarial[i][j] - originals[original][j]));
      }
      assertThat(outside).as("pixels outside [0, 1]").isZero();
      assertThat(largest)
          .isLessThanOrEqualTo(Double.parseDouble(row.get("epsilon")) + 1e-6)
          .isCloseTo(Double.parseDouble(row.get("norm")), within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline", "N=5", "N=10"})
  void storedExamplesSucceedOutside(String model) throws IOException {
    List<Map<String, String>> rows = csv("adversarial.csv");
    float[][] adversarial =
        RebuiltDefense.rows(exported.folder().resolve("attacks/adversarial.npy"), rows.size());
    List<float[]> chosen = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    int fooled = 0;
    for (int i = 0; i < rows.size(); i++) {
      Map<String, String> row = rows.get(i);
      if (row.get("model").equals(model)) {
        chosen.add(adversarial[i]);
        expected.add(Integer.parseInt(row.get("label_after")));
        boolean robust = Boolean.parseBoolean(row.get("robust"));
        assertThat(row.get("label").equals(row.get("label_after"))).isEqualTo(robust);
        fooled += robust ? 0 : 1;
      }
    }
    assertThat(fooled).isPositive();
    int neighbors = model.equals("N=10") ? 10 : 5;
    try (RebuiltDefense rebuilt = exported.rebuilt(neighbors)) {
      float[][] inputs = chosen.toArray(float[][]::new);
      float[][] logits =
          model.equals("baseline")
              ? rebuilt.baselineLogitsOfChannelsFirst(inputs)
              : rebuilt.logitsOfChannelsFirst(inputs);
      assertThat(ExportedRun.labels(logits)).containsExactly(expected.toArray(Integer[]::new));
    }
  }

  @Test
  void everyRowOfTheEvaluationIsThere() throws IOException {
    assertThat(csv("rows.csv"))
        .hasSize(exported.manifest("attacks").path("rows").asInt())
        .extracting(row -> row.get("attack"))
        .anyMatch(attack -> attack.startsWith("fgsm"));
  }

  @Test
  void refusesAnEvaluationThatStoredNoExamples() throws IOException {
    Path copy = other.resolve("run");
    exported.copyRun(copy);
    Path stamp = copy.resolve("evaluate-attacks/_stamp.json");
    Files.writeString(stamp, Files.readString(stamp).replace("\"examples/", "\"none/"));
    Files.move(copy.resolve("evaluate-attacks/examples"), copy.resolve("evaluate-attacks/none"));
    try (SparkSession spark = RunHarness.spark("local[1]")) {
      assertThatThrownBy(
              () -> AttacksExport.write(ExportedRun.open(copy), other.resolve("attacks"), spark))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith("evaluation must have stored its adversarial examples: file:")
          .hasMessageEndingWith("evaluate-attacks has none");
    }
    assertThat(other.resolve("attacks")).doesNotExist();
  }
}
