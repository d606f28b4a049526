package io.retrievaldefense.bench;

import io.retrievaldefense.cnn.CnnBenchmark;
import io.retrievaldefense.cnn.CnnBenchmark.Engine;
import io.retrievaldefense.cnn.CnnBudget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures both engines in turn, several times over, each time in a JVM of its own. What counts is
 * the median, because a machine that is shared changes its speed from one minute to the next.
 */
public final class CnnComparison {

  private static final String CONVOLUTION = "convolution";

  /**
   * One measured phase of one engine.
   *
   * @param engine stock or ours
   * @param phase training, inference, input_gradient, or convolution for the fastest single one
   * @param imagesPerSecond the median rate
   * @param gigaflops multiplications and additions that the phase needs, in 1e9 a second
   */
  public record Row(String engine, String phase, double imagesPerSecond, double gigaflops) {}

  /**
   * Both engines.
   *
   * @param batch images at a time
   * @param rows in the order measured
   */
  public record Result(int batch, List<Row> rows) {

    public Result {
      rows = List.copyOf(rows);
    }

    /** How many times as fast ours is in a phase; empty if it was not measured. */
    public Optional<Double> ratio(String phase) {
      return row(Engine.STOCK, phase)
          .flatMap(
              stock ->
                  row(Engine.OURS, phase).map(o -> o.imagesPerSecond() / stock.imagesPerSecond()));
    }

    /** GFLOP/s of the fastest convolution of the network when nothing but it is run. */
    public double convolutionGigaflops() {
      return row(Engine.OURS, CONVOLUTION).orElseThrow().gigaflops();
    }

    /** What part of the fastest convolution's GFLOP/s a phase of the whole network reaches. */
    public double share(Row row) {
      return row.gigaflops() / convolutionGigaflops();
    }

    private Optional<Row> row(Engine engine, String phase) {
      return rows.stream()
          .filter(row -> row.engine().equals(word(engine)) && row.phase().equals(phase))
          .findFirst();
    }
  }

  /**
   * Milliseconds of one batch in one part of the network.
   *
   * @param batch images at a time
   * @param pass forward, backward and update of training; input_gradient of an attack
   * @param piece the layer, in the order of execution
   * @param millis the mean
   */
  public record Piece(int batch, String pass, String piece, double millis) {}

  private CnnComparison() {}

  /**
   * Runs both engines.
   *
   * @param batch images at a time
   * @param seconds of each phase in each round
   * @param rounds how often, at least once
   * @throws IOException if a JVM cannot be started or fails
   */
  public static Result run(int batch, double seconds, int rounds)
      throws IOException, InterruptedException {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be positive: " + rounds);
    }
    Map<List<String>, List<Row>> measured = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Engine engine : Engine.values()) {
        for (String[] line :
            ChildJvm.output(
                CnnBenchmark.class,
                options(engine),
                word(engine),
                Integer.toString(batch),
                Double.toString(seconds))) {
          Row row =
              new Row(
                  word(engine), line[0], Double.parseDouble(line[1]), Double.parseDouble(line[2]));
          measured
              .computeIfAbsent(List.of(row.engine(), row.phase()), key -> new ArrayList<>())
              .add(row);
        }
      }
    }
    return new Result(batch, measured.values().stream().map(CnnComparison::median).toList());
  }

  /**
   * Ours layer by layer.
   *
   * @param batch images at a time
   * @param seconds of training, and as many of input gradients
   * @throws IOException if the JVM cannot be started or fails
   */
  public static List<Piece> budget(int batch, double seconds)
      throws IOException, InterruptedException {
    List<Piece> pieces = new ArrayList<>();
    for (String[] line :
        ChildJvm.output(
            CnnBudget.class, List.of(), Integer.toString(batch), Double.toString(seconds))) {
      pieces.add(new Piece(batch, line[0], line[1], Double.parseDouble(line[2])));
    }
    return pieces;
  }

  /** The middle one by rate, the slower of the two middle ones. */
  static Row median(List<Row> rows) {
    return rows.stream()
        .sorted((a, b) -> Double.compare(a.imagesPerSecond(), b.imagesPerSecond()))
        .toList()
        .get((rows.size() - 1) / 2);
  }

  private static List<String> options(Engine engine) {
    // As DL4J comes: no oneDNN natives, helpers off.
    return engine == Engine.STOCK
        ? List.of(
            "-Dorg.bytedeco.javacpp.platform.extension=",
            "-Dorg.eclipse.deeplearning4j.helpers.disable=true")
        : List.of();
  }

  private static String word(Engine engine) {
    return engine.name().toLowerCase(Locale.ROOT);
  }
}
