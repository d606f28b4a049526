package io.retrievaldefense.cnn;

import io.retrievaldefense.backend.NativeBackend;
import io.retrievaldefense.backend.NativeThreads;
import java.util.Locale;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images per second of one engine on the benchmark network (3x32x32; 32-32-pool-64-64-pool-128-pool
 * convolutions, dense 256, 10 classes; 666,538 parameters), in a JVM of its own, since the natives
 * of a JVM are chosen once. Prints one line per phase, {@code phase, images per second, GFLOP/s}
 * with tabs between; the fastest single convolution of the network is a phase too.
 */
public final class CnnBenchmark {

  /** What is measured. */
  public enum Engine {
    /** DL4J as it comes: plain natives, its own layers. */
    STOCK,
    /** This project's network on oneDNN. */
    OURS
  }

  /** One measured phase. */
  public enum Phase {
    TRAINING,
    INFERENCE,
    INPUT_GRADIENT,
    CONVOLUTION
  }

  private static final CnnArchitecture NETWORK = BenchmarkNetwork.ARCHITECTURE;

  private final int batch;
  private final double seconds;
  // Multiplications and additions of one image's forward pass, in 1e9: all layers and the first.
  private double forwardWork;
  private double firstWork;

  private CnnBenchmark(int batch, double seconds) {
    this.batch = batch;
    this.seconds = seconds;
  }

  /** Arguments: engine, batch, seconds per phase. */
  public static void main(String[] arguments) {
    Engine engine = Engine.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    CnnBenchmark benchmark =
        new CnnBenchmark(Integer.parseInt(arguments[1]), Double.parseDouble(arguments[2]));
    NativeThreads.use(NativeThreads.available());
    benchmark.countWork();
    if (engine == Engine.STOCK) {
      benchmark.stock();
    } else {
      benchmark.ours();
    }
  }

  private void countWork() {
    try (CnnNetwork network = new BenchmarkNetwork(1).network()) {
      forwardWork = network.layers().stream().mapToDouble(Layer::gigaflop).sum();
      firstWork = network.layers().get(0).gigaflop();
    }
  }

  /** What a phase takes at the least; training wants no input gradient of the first layer. */
  private double work(Phase phase) {
    return switch (phase) {
      case TRAINING -> 3 * forwardWork - firstWork;
      case INPUT_GRADIENT -> 2 * forwardWork;
      case INFERENCE, CONVOLUTION -> forwardWork;
    };
  }

  private void ours() {
    BenchmarkNetwork benchmark = new BenchmarkNetwork(batch);
    float[][] images = benchmark.images();
    SplittableRandom random = new SplittableRandom(1);
    try (TrainingStep step = benchmark.trainingStep()) {
      print(
          Phase.TRAINING,
          rate(
              () -> {
                step.forward(images, random);
                step.loss(benchmark.labels());
                step.backward();
                step.update(1e-3);
              }));
    }
    CnnNetwork network = benchmark.network();
    print(
        Phase.INFERENCE,
        rate(
            () -> {
              HostArrays.write(images, network.pixels());
              network.forward();
              HostArrays.rows(network.logits(), batch);
            }));
    INDArray logitGradient = Nd4j.create(DataType.FLOAT, batch, NETWORK.classes());
    print(
        Phase.INPUT_GRADIENT,
        rate(
            () -> {
              HostArrays.write(images, network.pixels());
              network.forward();
              HostArrays.write(lossGradients(network, benchmark.labels()), logitGradient);
              HostArrays.rows(network.pixelGradientFromLogits(logitGradient), batch);
            }));
    printFastestConvolution(network);
    network.close();
  }

  /** The fastest convolution of the network when nothing but it is run. */
  private void printFastestConvolution(CnnNetwork network) {
    double imagesPerSecond = 0;
    double gigaflops = 0;
    for (Layer layer : network.layers()) {
      if (layer instanceof ConvolutionLayer convolution) {
        INDArray input = convolution.input().dup();
        double rate = rate(() -> convolution.forward(input), seconds / 5);
        if (rate / batch * convolution.gigaflop() > gigaflops) {
          imagesPerSecond = rate;
          gigaflops = rate / batch * convolution.gigaflop();
        }
      }
    }
    print(Phase.CONVOLUTION, imagesPerSecond, gigaflops);
  }

  private void stock() {
    NativeBackend.prepare();
    MultiLayerNetwork network = new MultiLayerNetwork(Dl4jNetwork.configuration(NETWORK, 1e-3, 1));
    network.init();
    INDArray features = Nd4j.rand(DataType.FLOAT, batch, 3, 32, 32);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, NETWORK.classes());
    for (int i = 0; i < batch; i++) {
      labels.putScalar(i, i % NETWORK.classes(), 1);
    }
    DataSet data = new DataSet(features, labels);
    print(Phase.TRAINING, rate(() -> network.fit(data)));
    print(Phase.INFERENCE, rate(() -> network.output(features)));
    print(
        Phase.INPUT_GRADIENT, rate(() -> network.calculateGradients(features, labels, null, null)));
  }

  private float[][] lossGradients(CnnNetwork network, int[] labels) {
    float[][] logits = HostArrays.rows(network.logits(), batch);
    for (int i = 0; i < batch; i++) {
      logits[i] = SoftmaxCrossEntropy.gradient(logits[i], labels[i], 0);
    }
    return logits;
  }

  /** Images per second after half the time for the JIT, which competes with the native threads. */
  private double rate(Runnable batchOfWork) {
    return rate(batchOfWork, seconds);
  }

  private double rate(Runnable batchOfWork, double atLeast) {
    imagesPerSecond(batchOfWork, atLeast / 2, 1);
    return imagesPerSecond(batchOfWork, atLeast, 2);
  }

  private double imagesPerSecond(Runnable batchOfWork, double atLeast, int rounds) {
    long start = System.nanoTime();
    long done = 0;
    double elapsed;
    do {
      batchOfWork.run();
      done++;
      elapsed = (System.nanoTime() - start) / 1e9;
    } while (elapsed < atLeast || done < rounds);
    return done * batch / elapsed;
  }

  private void print(Phase phase, double imagesPerSecond) {
    print(phase, imagesPerSecond, imagesPerSecond * work(phase));
  }

  private static void print(Phase phase, double imagesPerSecond, double gigaflops) {
    System.out.printf(
        Locale.ROOT,
        "%s\t%.1f\t%.2f%n",
        phase.name().toLowerCase(Locale.ROOT),
        imagesPerSecond,
        gigaflops);
  }
}
