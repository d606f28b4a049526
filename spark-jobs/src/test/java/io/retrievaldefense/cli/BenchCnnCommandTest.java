package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCnnCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... more) {
    List<String> arguments = new ArrayList<>(List.of("bench", "cnn"));
    arguments.addAll(List.of(more));
    return Main.commandLine(List.of(new BenchCommand()))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--batch=0     | --batch must be in [1, 4096]: 0",
        "--budget=8,-1 | --budget must be in [1, 4096]: -1",
        "--seconds=0   | --seconds must be in (0, 3600]: 0.0",
        "--rounds=0    | --rounds must be in [1, 100]: 0"
      })
  void refusesWhatCannotBeMeasured(String argument, String message) {
    assertThat(execute(argument)).isNotZero();
    assertThat(err.toString()).contains(message);
  }

  @Test
  void printsAndWritesRatesSharesAndBudget(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("cnn.json");
    assertThat(
            execute("--batch=8", "--seconds=0.1", "--rounds=1", "--budget=2,4", "--json=" + json))
        .isZero();
    assertThat(out.toString()).contains("of one convolution", "times stock", "conv 3-32 at 32x32");
    JsonNode root = new ObjectMapper().readTree(json.toFile());
    assertThat(root.get("rows")).hasSize(7);
    assertThat(root.get("rows")).allMatch(row -> row.get("share_of_convolution").asDouble() > 0);
    assertThat(root.get("convolution_gflops").asDouble()).isPositive();
    assertThat(root.get("budget").findValuesAsText("batch")).contains("2", "4");
  }
}
