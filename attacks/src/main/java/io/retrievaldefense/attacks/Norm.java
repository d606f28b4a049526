package io.retrievaldefense.attacks;

/** How the size of a perturbation is measured, pixels in [0,1]. */
public enum Norm {
  /** The largest change of a single value. */
  LINF("linf") {
    @Override
    public double distance(float[] a, float[] b) {
      double largest = 0;
      for (int i = 0; i < a.length; i++) {
        largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
      }
      return largest;
    }
  },
  /** The Euclidean length of the change. */
  L2("l2") {
    @Override
    public double distance(float[] a, float[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        double difference = (double) a[i] - b[i];
        sum += difference * difference;
      }
      return Math.sqrt(sum);
    }
  };

  private final String id;

  Norm(String id) {
    this.id = id;
  }

  /** The name used in result rows. */
  public String id() {
    return id;
  }

  /** The norm of a - b, computed in double precision. */
  public abstract double distance(float[] a, float[] b);

  @Override
  public String toString() {
    return id;
  }
}
