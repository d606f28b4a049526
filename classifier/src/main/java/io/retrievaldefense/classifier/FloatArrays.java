package io.retrievaldefense.classifier;

/** Between floats, which networks and vectors are of, and doubles, in which heads compute. */
public final class FloatArrays {

  private FloatArrays() {}

  /**
   * @param values not changed
   * @return the nearest floats
   */
  public static float[] narrowed(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  /**
   * @param values not changed
   * @return the same as doubles
   */
  public static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
