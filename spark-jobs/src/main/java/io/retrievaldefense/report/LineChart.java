package io.retrievaldefense.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lines, such as loss by epoch.
 *
 * @param title what is drawn
 * @param across what the numbers below are
 * @param upwards what the values are; empty where the title says it
 * @param unit what is written after a value, such as {@code " %"}
 * @param series the lines, which need not be of one length
 */
record LineChart(String title, String across, String upwards, String unit, List<Series> series) {

  LineChart(String title, String across, String unit, List<Series> series) {
    this(title, across, "", unit, series);
  }

  /** One line. */
  record Series(String name, List<Point> points) {}

  /** One value. */
  record Point(double at, double value) {}

  void write(Markup page, String id) {
    ChartFrame frame = frame();
    List<String> names = series.stream().map(Series::name).toList();
    frame.open(page, id, title, description(), names);
    frame.upwards(page, value -> shown(value) + unit);
    if (!upwards.isEmpty()) {
      frame.beside(page, upwards);
    }
    frame.across(page, across, ticks(frame), LineChart::shown);
    for (int i = 0; i < series.size(); i++) {
      frame.openSeries(page, i);
      line(page, frame, series.get(i), ChartFrame.colour(i));
      page.close();
    }
    frame.close(page);
  }

  private static void line(Markup page, ChartFrame frame, Series line, String colour) {
    page.empty(
        "polyline",
        "class",
        "line " + colour,
        "points",
        line.points().stream()
            .map(point -> frame.point(point.at(), point.value()))
            .collect(Collectors.joining(" ")));
    if (line.points().size() == 1) {
      Point only = line.points().get(0);
      page.empty(
          "circle",
          "cx",
          ChartFrame.number(frame.x(only.at())),
          "cy",
          ChartFrame.number(frame.y(only.value())),
          "r",
          "4",
          "class",
          "dot " + colour);
    }
  }

  private ChartFrame frame() {
    double top = points().mapToDouble(Point::value).max().orElse(1);
    return new ChartFrame(
        points().mapToDouble(Point::at).min().orElse(0),
        points().mapToDouble(Point::at).max().orElse(1),
        top > 0 ? top : 1);
  }

  /** Epochs and the like are not cut into halves. */
  private List<Double> ticks(ChartFrame frame) {
    boolean isWhole = points().allMatch(point -> point.at() == Math.rint(point.at()));
    return ChartFrame.ticks(frame.first(), frame.last()).stream()
        .filter(tick -> !isWhole || Math.abs(tick - Math.rint(tick)) < 1e-9)
        .toList();
  }

  private Stream<Point> points() {
    return series.stream().flatMap(line -> line.points().stream());
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
                  "%s: %s%s at %s, %s%s at %s",
                  line.name(),
                  shown(first.value()),
                  unit,
                  shown(first.at()),
                  shown(last.value()),
                  unit,
                  shown(last.at()));
            })
        .collect(Collectors.joining("; "));
  }

  /** Without superfluous digits. */
  private static String shown(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Numbers.count((long) value);
    }
    return String.format(Locale.ROOT, "%.3g", value)
        .replaceFirst("(\\.\\d*?)0+$", "$1")
        .replaceFirst("\\.$", "");
  }
}
