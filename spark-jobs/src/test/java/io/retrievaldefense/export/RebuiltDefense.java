package io.retrievaldefense.export;

import static io.retrievaldefense.export.OnnxNetwork.channelsFirst;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What an outsider would write: the exported files, ONNX Runtime, plain loops, none of our code.
 */
final class RebuiltDefense implements AutoCloseable {
  private static final int NPY_HEADER = 128;
  private static final int SIDE = 32;

  private final OnnxNetwork baseline;
  private final OnnxNetwork extractor;
  private final OnnxNetwork head;
  private final int neighbors;
  private final float[][] projection;
  private final float[][] vectors;
  private final float[][] features;
  private final int[] labels;
  private final int classes = 10;

  RebuiltDefense(Path models, Path arrays, int neighbors) throws IOException {
    this.neighbors = neighbors;
    baseline = new OnnxNetwork(Files.readAllBytes(models.resolve("baseline.onnx")));
    extractor = new OnnxNetwork(Files.readAllBytes(models.resolve("extractor.onnx")));
    head = new OnnxNetwork(Files.readAllBytes(models.resolve("head-" + neighbors + ".onnx")));
    labels =
        Arrays.stream(longs(arrays.resolve("labels.npy"))).mapToInt(Math::toIntExact).toArray();
    vectors = rows(arrays.resolve("vectors.npy"), labels.length);
    features = rows(arrays.resolve("features.npy"), labels.length);
    projection = rows(arrays.resolve("projection.npy"), vectors[0].length);
  }

  private static ByteBuffer values(Path npy) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.position(NPY_HEADER).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  static float[][] rows(Path npy, int rows) throws IOException {
    var floats = values(npy).asFloatBuffer();
    float[][] array = new float[rows][floats.remaining() / rows];
    for (float[] row : array) {
      floats.get(row);
    }
    return array;
  }

  static long[] longs(Path npy) throws IOException {
    var longs = values(npy).asLongBuffer();
    long[] array = new long[longs.remaining()];
    longs.get(array);
    return array;
  }

  float[][] baselineLogits(float[][] images) {
    return baselineLogitsOfChannelsFirst(channelsFirst(images, 3));
  }

  float[][] baselineLogitsOfChannelsFirst(float[][] images) {
    return baseline.input("image", images, 3, SIDE, SIDE).output("logits");
  }

  float[][] features(float[][] images) {
    return featuresOfChannelsFirst(channelsFirst(images, 3));
  }

  private float[][] featuresOfChannelsFirst(float[][] images) {
    return extractor.input("image", images, 3, SIDE, SIDE).output("feature");
  }

  float[][] logits(float[][] images) {
    return logitsOfChannelsFirst(channelsFirst(images, 3));
  }

  float[][] logitsOfChannelsFirst(float[][] images) {
    float[][] h = featuresOfChannelsFirst(images);
    int length = h[0].length;
    float[][] neighborFeatures = new float[h.length][neighbors * length];
    float[][] neighborLabels = new float[h.length][neighbors * classes];
    for (int i = 0; i < h.length; i++) {
      int[] rows = nearest(projected(h[i]));
      for (int n = 0; n < neighbors; n++) {
        System.arraycopy(features[rows[n]], 0, neighborFeatures[i], n * length, length);
        neighborLabels[i][n * classes + labels[rows[n]]] = 1;
      }
    }
    return head.input("feature", h, length)
        .input("neighbor_features", neighborFeatures, neighbors, length)
        .input("neighbor_labels", neighborLabels, neighbors, classes)
        .output("logits");
  }

  private float[] projected(float[] h) {
    float[] result = new float[projection.length];
    for (int i = 0; i < result.length; i++) {
      double sum = 0;
      for (int j = 0; j < h.length; j++) {
        sum += projection[i][j] * h[j];
      }
      result[i] = (float) sum;
    }
    return result;
  }

  private int[] nearest(float[] query) {
    double[] distances = new double[vectors.length];
    for (int row = 0; row < distances.length; row++) {
      for (int i = 0; i < query.length; i++) {
        double difference = query[i] - vectors[row][i];
        distances[row] += difference * difference;
      }
    }
    // A stable sort: of equal distances the first row, which has the least id.
    return IntStream.range(0, distances.length)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> distances[row]))
        .limit(neighbors)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  @Override
  public void close() {
    baseline.close();
    extractor.close();
    head.close();
  }
}
