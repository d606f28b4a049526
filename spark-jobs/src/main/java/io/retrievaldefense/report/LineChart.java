package io.retrievaldefense.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Lines over whole numbers as inline SVG, in the page's colours.
 *
 * @param title what is drawn
 * @param across what the numbers below are
 * @param unit what is written after a value, such as {@code " %"}
 * @param series the lines, which need not be of one length
 */
record LineChart(String title, String across, String unit, List<Series> series) {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 260;
  private static final int LEFT = 60;
  private static final int RIGHT = 150;
  private static final int TOP = 16;
  private static final int BOTTOM = 44;
  private static final int COLOURS = 6;
  private static final int LINES = 4;

  /** One line. */
  record Series(String name, List<Point> points) {}

  /** One value. */
  record Point(int at, double value) {}

  void write(Markup page, String id) {
    page.open(
        "svg",
        "viewBox",
        "0 0 " + WIDTH + " " + HEIGHT,
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-desc",
        "class",
        "chart",
        "xmlns",
        "http://www.w3.org/2000/svg");
    page.element("title", title, "id", id + "-title");
    page.element("desc", description(), "id", id + "-desc");
    axes(page);
    for (int i = 0; i < series.size(); i++) {
      line(page, series.get(i), i);
    }
    page.close();
  }

  /** First and last values, for those who do not see the picture. */
  private String description() {
    return series.stream()
        .filter(line -> !line.points().isEmpty())
        .map(
            line -> {
              Point first = line.points().get(0);
              Point last = line.points().get(line.points().size() - 1);
              return String.format(
                  Locale.ROOT,
                  "%s: %.3g%s at %d, %.3g%s at %d",
                  line.name(),
                  first.value(),
                  unit,
                  first.at(),
                  last.value(),
                  unit,
                  last.at());
            })
        .collect(Collectors.joining("; "));
  }

  private void axes(Markup page) {
    double top = largest();
    for (int i = 0; i <= LINES; i++) {
      double value = top * i / LINES;
      String y = number(y(value));
      page.empty(
          "line",
          "x1",
          number(LEFT),
          "x2",
          number(WIDTH - RIGHT),
          "y1",
          y,
          "y2",
          y,
          "class",
          "grid");
      label(page, String.format(Locale.ROOT, "%.3g%s", value, unit), LEFT - 8, y(value) + 4, "end");
    }
    label(page, "1", x(1), HEIGHT - BOTTOM + 18, "middle");
    if (last() > 1) {
      label(page, Integer.toString(last()), x(last()), HEIGHT - BOTTOM + 18, "middle");
    }
    label(page, across, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle");
  }

  private void line(Markup page, Series line, int index) {
    String colour = "series" + index % COLOURS;
    page.empty(
        "polyline",
        "class",
        "line " + colour,
        "points",
        line.points().stream()
            .map(point -> number(x(point.at())) + "," + number(y(point.value())))
            .collect(Collectors.joining(" ")));
    double legend = TOP + 12 + 20.0 * index;
    page.empty(
        "circle",
        "cx",
        number(WIDTH - RIGHT + 22),
        "cy",
        number(legend - 4),
        "r",
        "5",
        "class",
        "dot " + colour);
    label(page, line.name(), WIDTH - RIGHT + 34, legend, "start");
  }

  private double largest() {
    double most =
        series.stream()
            .flatMap(line -> line.points().stream())
            .mapToDouble(Point::value)
            .max()
            .orElse(1);
    return most > 0 ? most : 1;
  }

  private int last() {
    return series.stream()
        .flatMap(line -> line.points().stream())
        .mapToInt(Point::at)
        .max()
        .orElse(1);
  }

  private double x(int at) {
    return LEFT + (WIDTH - RIGHT - LEFT) * (at - 1.0) / Math.max(1, last() - 1);
  }

  private double y(double value) {
    return TOP + (HEIGHT - BOTTOM - TOP) * (1 - value / largest());
  }

  private static void label(Markup page, String text, double x, double y, String anchor) {
    page.element("text", text, "x", number(x), "y", number(y), "text-anchor", anchor);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
