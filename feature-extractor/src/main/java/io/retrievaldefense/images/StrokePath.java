package io.retrievaldefense.images;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A pen's way, flattened to polylines, in a box of 1 by 1 with y downwards. Angles are in degrees,
 * 0 to the right and growing clockwise as one sees it.
 */
final class StrokePath {

  private static final int CURVE_STEPS = 8;
  private static final double DEGREES_PER_STEP = 24;

  private final List<double[]> finished = new ArrayList<>();
  private double[] current = new double[16];
  private int length;

  /** Lifts the pen and puts it down elsewhere. */
  StrokePath move(double x, double y) {
    lift();
    return line(x, y);
  }

  StrokePath line(double x, double y) {
    if (length == current.length) {
      current = Arrays.copyOf(current, 2 * length);
    }
    current[length++] = x;
    current[length++] = y;
    return this;
  }

  /** A quadratic Bezier from where the pen is. */
  StrokePath curve(double controlX, double controlY, double x, double y) {
    double startX = current[length - 2];
    double startY = current[length - 1];
    return curve(
        startX + (controlX - startX) * 2 / 3,
        startY + (controlY - startY) * 2 / 3,
        x + (controlX - x) * 2 / 3,
        y + (controlY - y) * 2 / 3,
        x,
        y);
  }

  /** A cubic Bezier from where the pen is. */
  StrokePath curve(double x1, double y1, double x2, double y2, double x, double y) {
    double startX = current[length - 2];
    double startY = current[length - 1];
    for (int i = 1; i <= CURVE_STEPS; i++) {
      double t = (double) i / CURVE_STEPS;
      double s = 1 - t;
      double a = s * s * s;
      double b = 3 * s * s * t;
      double c = 3 * s * t * t;
      double d = t * t * t;
      line(a * startX + b * x1 + c * x2 + d * x, a * startY + b * y1 + c * y2 + d * y);
    }
    return this;
  }

  /** A stretch of an ellipse, joined to where the pen is, if it is down. */
  StrokePath arc(double x, double y, double radiusX, double radiusY, double start, double sweep) {
    int steps = Math.max(2, (int) Math.ceil(Math.abs(sweep) / DEGREES_PER_STEP));
    for (int i = 0; i <= steps; i++) {
      double angle = StrictMath.toRadians(start + sweep * i / steps);
      line(x + radiusX * StrictMath.cos(angle), y + radiusY * StrictMath.sin(angle));
    }
    return this;
  }

  /** A whole ellipse, apart from what was drawn before. */
  StrokePath ellipse(double x, double y, double radiusX, double radiusY) {
    lift();
    return arc(x, y, radiusX, radiusY, 0, 360);
  }

  /** The same turned by half a circle: a 6 becomes a 9. */
  StrokePath turned() {
    StrokePath turned = new StrokePath();
    for (double[] line : lines()) {
      double[] points = new double[line.length];
      for (int i = 0; i < line.length; i++) {
        points[i] = 1 - line[i];
      }
      turned.finished.add(points);
    }
    return turned;
  }

  /** The polylines, each x0, y0, x1, y1, ... */
  List<double[]> lines() {
    lift();
    return List.copyOf(finished);
  }

  private void lift() {
    if (length > 0) {
      finished.add(Arrays.copyOf(current, length));
      length = 0;
    }
  }
}
