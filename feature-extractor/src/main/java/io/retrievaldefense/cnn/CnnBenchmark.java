package io.retrievaldefense.cnn;

import io.retrievaldefense.backend.NativeBackend;
import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import java.util.ArrayList;
import java.util.List;
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
 * of a JVM are chosen once. Prints one line per phase, {@code phase batch images_per_second}, and
 * one for the fastest single convolution, {@code convolution batch gflops}.
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

  private static final CnnArchitecture NETWORK =
      CnnArchitecture.of(
          new ImageShape(32, 32, 3),
          List.of(
              "conv 32",
              "conv 32",
              "pool",
              "conv 64",
              "conv 64",
              "pool",
              "conv 128",
              "pool",
              "dense 256"),
          10);

  /** Multiplications and additions of the 64 to 64 convolution at 16x16, per image, in 1e9. */
  private static final double CONVOLUTION_GFLOP = 2.0 * 16 * 16 * 9 * 64 * 64 / 1e9;

  private final int batch;
  private final double seconds;

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
    if (engine == Engine.STOCK) {
      benchmark.stock();
    } else {
      benchmark.ours();
    }
    System.out.println("backend: " + NativeBackend.description());
  }

  private void ours() {
    CnnModel model =
        CnnModel.initialized(
            NETWORK,
            new Normalization(new float[] {.5f, .5f, .5f}, new float[] {.25f, .25f, .25f}),
            1);
    CnnNetwork network = new CnnNetwork(model, FeatureLayer.PENULTIMATE, batch, DataType.FLOAT);
    float[][] images = images();
    INDArray logitGradient = Nd4j.create(DataType.FLOAT, batch, NETWORK.classes());
    AdamW optimizer = new AdamW(network.parameters(), 1e-4);
    SplittableRandom random = new SplittableRandom(1);
    print(
        Phase.TRAINING,
        rate(
            () -> {
              HostArrays.write(images, network.pixels());
              network.trainingForward(0, random);
              HostArrays.write(lossGradients(network), logitGradient);
              network.backwardToParameters(logitGradient);
              optimizer.step(network.parameterGradient(), 1e-3);
            }));
    print(
        Phase.INFERENCE,
        rate(
            () -> {
              HostArrays.write(images, network.pixels());
              network.forward();
              HostArrays.rows(network.logits(), batch);
            }));
    print(
        Phase.INPUT_GRADIENT,
        rate(
            () -> {
              HostArrays.write(images, network.pixels());
              network.forward();
              HostArrays.write(lossGradients(network), logitGradient);
              HostArrays.rows(network.pixelGradientFromLogits(logitGradient), batch);
            }));
    INDArray weights = Nd4j.rand(DataType.FLOAT, 3, 3, 64, 64);
    INDArray bias = Nd4j.zeros(DataType.FLOAT, 64);
    ConvolutionLayer convolution =
        new ConvolutionLayer(weights, bias, weights.dup(), bias.dup(), batch, 16, 16);
    INDArray input = Nd4j.rand(DataType.FLOAT, batch, 16, 16, 64);
    print(Phase.CONVOLUTION, rate(() -> convolution.forward(input)) * CONVOLUTION_GFLOP);
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

  private float[][] lossGradients(CnnNetwork network) {
    float[][] logits = HostArrays.rows(network.logits(), batch);
    for (int i = 0; i < batch; i++) {
      logits[i] = SoftmaxCrossEntropy.gradient(logits[i], i % NETWORK.classes(), 0);
      for (int c = 0; c < logits[i].length; c++) {
        logits[i][c] /= batch;
      }
    }
    return logits;
  }

  private float[][] images() {
    SplittableRandom random = new SplittableRandom(7);
    List<LabeledImage> images = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      byte[] pixels = new byte[NETWORK.input().length()];
      for (int j = 0; j < pixels.length; j++) {
        pixels[j] = (byte) random.nextInt(256);
      }
      images.add(new LabeledImage(i, "noise", 0, pixels));
    }
    return images.stream().map(LabeledImage::unitPixels).toArray(float[][]::new);
  }

  /** Images per second: once to warm up, then until the time is over, at least twice. */
  private double rate(Runnable batchOfWork) {
    batchOfWork.run();
    long start = System.nanoTime();
    long rounds = 0;
    double elapsed;
    do {
      batchOfWork.run();
      rounds++;
      elapsed = (System.nanoTime() - start) / 1e9;
    } while (elapsed < seconds || rounds < 2);
    return rounds * batch / elapsed;
  }

  private void print(Phase phase, double value) {
    System.out.printf(
        Locale.ROOT, "%s %d %.1f%n", phase.name().toLowerCase(Locale.ROOT), batch, value);
  }
}
