package io.retrievaldefense.cnn;

import io.retrievaldefense.backend.NativeThreads;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where the milliseconds of one batch go, layer by layer, on the benchmark network. Prints one line
 * per layer and pass, {@code pass, piece, milliseconds} with tabs between: forward, backward and
 * update are those of training, input_gradient is the backward pass of an attack.
 */
public final class CnnBudget {

  private final int batch;
  private final double seconds;

  private CnnBudget(int batch, double seconds) {
    this.batch = batch;
    this.seconds = seconds;
  }

  /** Arguments: batch, seconds of training, and as many of input gradients. */
  public static void main(String[] arguments) {
    NativeThreads.use(NativeThreads.available());
    CnnBudget budget =
        new CnnBudget(Integer.parseInt(arguments[0]), Double.parseDouble(arguments[1]));
    budget.training();
    budget.inputGradient();
  }

  private void training() {
    BenchmarkNetwork benchmark = new BenchmarkNetwork(batch);
    TrainingStep step = benchmark.trainingStep();
    List<TimedLayer> layers = timed(step.network());
    SplittableRandom random = new SplittableRandom(1);
    Clock forward = new Clock();
    Clock loss = new Clock();
    Clock backward = new Clock();
    Clock update = new Clock();
    List<Clock> clocks = List.of(forward, loss, backward, update);
    int rounds =
        repeat(
            () -> {
              forward.time(() -> step.forward(benchmark.images(), random));
              loss.time(() -> step.loss(benchmark.labels()));
              backward.time(step::backward);
              update.time(() -> step.update(1e-3));
            },
            () -> {
              layers.forEach(TimedLayer::reset);
              clocks.forEach(Clock::reset);
            });
    double inLayers = layers.stream().mapToDouble(TimedLayer::forwardMillis).sum();
    print("forward", "pixels", (forward.millis() - inLayers) / rounds);
    for (TimedLayer layer : layers) {
      print("forward", layer.name(), layer.forwardMillis() / rounds);
    }
    print("backward", "loss", loss.millis() / rounds);
    for (int i = layers.size() - 1; i >= 0; i--) {
      print("backward", layers.get(i).name(), layers.get(i).backwardMillis() / rounds);
    }
    print("update", "parameters", update.millis() / rounds);
  }

  private void inputGradient() {
    BenchmarkNetwork benchmark = new BenchmarkNetwork(batch);
    try (CnnNetwork network = benchmark.network()) {
      List<TimedLayer> layers = timed(network);
      Clock clock = new Clock();
      HostArrays.write(benchmark.images(), network.pixels());
      network.forward();
      INDArray outer = Nd4j.rand(DataType.FLOAT, network.logits().shape());
      INDArray overwritten = outer.dup();
      int rounds =
          repeat(
              () -> {
                network.forward();
                overwritten.assign(outer);
                clock.time(
                    () -> HostArrays.rows(network.pixelGradientFromLogits(overwritten), batch));
              },
              () -> {
                layers.forEach(TimedLayer::reset);
                clock.reset();
              });
      double inLayers = layers.stream().mapToDouble(TimedLayer::backwardMillis).sum();
      for (int i = layers.size() - 1; i >= 0; i--) {
        print("input_gradient", layers.get(i).name(), layers.get(i).backwardMillis() / rounds);
      }
      print("input_gradient", "pixels", (clock.millis() - inLayers) / rounds);
    }
  }

  private static List<TimedLayer> timed(CnnNetwork network) {
    List<TimedLayer> timed = network.layers().stream().map(TimedLayer::new).toList();
    network.layers().clear();
    network.layers().addAll(timed);
    return timed;
  }

  /** Runs until the time is over, after half of it as a warm-up; returns how often. */
  private int repeat(Runnable work, Runnable warm) {
    rounds(work, seconds / 2);
    warm.run();
    return rounds(work, seconds);
  }

  private static int rounds(Runnable work, double atLeast) {
    long end = System.nanoTime() + (long) (atLeast * 1e9);
    int rounds = 0;
    do {
      work.run();
      rounds++;
    } while (System.nanoTime() < end);
    return rounds;
  }

  private static void print(String pass, String piece, double millis) {
    System.out.printf(Locale.ROOT, "%s\t%s\t%.3f%n", pass, piece, millis);
  }

  private static final class Clock {
    private long nanos;

    void time(Runnable work) {
      long start = System.nanoTime();
      work.run();
      nanos += System.nanoTime() - start;
    }

    double millis() {
      return nanos / 1e6;
    }

    void reset() {
      nanos = 0;
    }
  }
}
