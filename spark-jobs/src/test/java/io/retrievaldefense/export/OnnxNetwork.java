package io.retrievaldefense.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/** An ONNX file in ONNX Runtime, which knows nothing of this project. */
final class OnnxNetwork implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new HashMap<>();

  OnnxNetwork(byte[] bytes) {
    try {
      session = environment.createSession(bytes);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sets an input [rows.length, shape...]. */
  OnnxNetwork input(String name, float[][] rows, long... shape) {
    long[] whole = new long[shape.length + 1];
    whole[0] = rows.length;
    System.arraycopy(shape, 0, whole, 1, shape.length);
    FloatBuffer values = FloatBuffer.allocate(rows.length * rows[0].length);
    for (float[] row : rows) {
      values.put(row);
    }
    try {
      inputs.put(name, OnnxTensor.createTensor(environment, values.flip(), whole));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  /** An output of rank two for the inputs last set. */
  float[][] output(String name) {
    try (OrtSession.Result result = session.run(inputs)) {
      return (float[][]) result.get(name).orElseThrow().getValue();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  Map<String, String> metadata() {
    try {
      return session.getMetadata().getCustomMetadata();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From [H, W, C] to [C, H, W]. */
  static float[][] channelsFirst(float[][] images, int channels) {
    float[][] turned = new float[images.length][];
    for (int n = 0; n < images.length; n++) {
      int area = images[n].length / channels;
      turned[n] = new float[images[n].length];
      for (int i = 0; i < images[n].length; i++) {
        turned[n][i % channels * area + i / channels] = images[n][i];
      }
    }
    return turned;
  }
}
