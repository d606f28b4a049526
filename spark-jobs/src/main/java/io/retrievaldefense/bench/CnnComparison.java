package io.retrievaldefense.bench;

import io.retrievaldefense.cnn.CnnBenchmark;
import io.retrievaldefense.cnn.CnnBenchmark.Engine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Measures both engines, each in a JVM of its own, one after the other. */
public final class CnnComparison {

  /**
   * One measured phase of one engine.
   *
   * @param engine stock or ours
   * @param phase training, inference or input_gradient
   * @param batch images at a time
   * @param imagesPerSecond the rate
   */
  public record Row(String engine, String phase, int batch, double imagesPerSecond) {}

  /**
   * Both engines.
   *
   * @param rows in the order measured
   * @param convolutionGflops the fastest single convolution of the network, in the same run
   */
  public record Result(List<Row> rows, double convolutionGflops) {

    /** How many times as fast ours is in a phase; empty if it was not measured. */
    public Optional<Double> ratio(String phase, int batch) {
      Optional<Row> ours = row(Engine.OURS, phase, batch);
      return row(Engine.STOCK, phase, batch)
          .flatMap(stock -> ours.map(o -> o.imagesPerSecond() / stock.imagesPerSecond()));
    }

    private Optional<Row> row(Engine engine, String phase, int batch) {
      return rows.stream()
          .filter(
              row ->
                  row.engine().equals(word(engine))
                      && row.phase().equals(phase)
                      && row.batch() == batch)
          .findFirst();
    }
  }

  private CnnComparison() {}

  /**
   * Runs both engines.
   *
   * @param batch images at a time
   * @param seconds of each phase
   * @throws IOException if a JVM cannot be started or fails
   */
  public static Result run(int batch, double seconds) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    double gflops = 0;
    for (Engine engine : Engine.values()) {
      for (String line : output(engine, batch, seconds)) {
        String[] words = line.split(" ");
        if (words.length != 3 || !words[1].equals(Integer.toString(batch))) {
          continue;
        }
        double value = Double.parseDouble(words[2]);
        if (words[0].equals("convolution")) {
          gflops = value;
        } else {
          rows.add(new Row(word(engine), words[0], batch, value));
        }
      }
    }
    return new Result(rows, gflops);
  }

  private static List<String> output(Engine engine, int batch, double seconds)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (engine == Engine.STOCK) {
      // As DL4J comes: no oneDNN natives, helpers off.
      command.add("-Dorg.bytedeco.javacpp.platform.extension=");
      command.add("-Dorg.eclipse.deeplearning4j.helpers.disable=true");
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(CnnBenchmark.class.getName());
    command.add(word(engine));
    command.add(Integer.toString(batch));
    command.add(Double.toString(seconds));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      out.lines().forEach(lines::add);
    }
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException("benchmark of " + word(engine) + " must end with exit code 0: " + code);
    }
    return lines;
  }

  private static String word(Engine engine) {
    return engine.name().toLowerCase(Locale.ROOT);
  }
}
