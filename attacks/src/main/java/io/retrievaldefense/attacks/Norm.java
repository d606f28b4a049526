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

    @Override
    public float[] ascend(float[] point, float[] gradient, double size) {
      float[] moved = new float[point.length];
      for (int i = 0; i < point.length; i++) {
        moved[i] = (float) (point[i] + size * Math.signum(gradient[i]));
      }
      return moved;
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

    @Override
    public float[] ascend(float[] point, float[] gradient, double size) {
      double length = Pixels.length(gradient);
      return length == 0 ? point.clone() : Pixels.add(point, size / length, gradient);
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

  /**
   * {@code point} moved by {@code size} along the direction that raises a linear loss of that
   * gradient fastest under this norm: its sign, or the gradient over its length. A zero gradient
   * leaves the point where it is. Neither projected nor clipped; a new array.
   */
  public abstract float[] ascend(float[] point, float[] gradient, double size);

  @Override
  public String toString() {
    return id;
  }
}
