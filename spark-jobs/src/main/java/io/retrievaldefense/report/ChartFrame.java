package io.retrievaldefense.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * What all charts share: inline SVG in the page's colours, which follow light and dark; axes; and a
 * legend of buttons that hide and show lines. Narrow enough to be read on a phone.
 *
 * @param first least value across
 * @param last largest value across
 * @param top largest value upwards, where the lowest is 0
 */
record ChartFrame(double first, double last, double top) {
  private static final int WIDTH = 440;
  private static final int HEIGHT = 260;
  private static final int LEFT = 50;
  private static final int LEADING = 14;
  private static final int RIGHT = 18;
  private static final int TOP = 12;
  private static final int BOTTOM = 42;
  private static final int COLOURS = 6;
  private static final int MOST_TICKS = 7;

  /** The class of the colour of a line. */
  static String colour(int series) {
    return "series" + series % COLOURS;
  }

  /** Begins a chart: legend and an SVG with its title and, for those who do not see it, numbers. */
  void open(Markup page, String id, String title, String description, List<String> series) {
    page.open("figure", "class", "chart-box").open("p", "class", "legend");
    for (int i = 0; i < series.size(); i++) {
      // The script enables them: without it, there is nothing they could do.
      page.open(
          "button",
          "type",
          "button",
          "disabled",
          "disabled",
          "aria-pressed",
          "true",
          "data-series",
          Integer.toString(i));
      page.element("span", "", "class", "swatch " + colour(i)).text(series.get(i)).close();
    }
    page.close();
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
    page.element("desc", description, "id", id + "-desc");
  }

  /** Ends it. */
  void close(Markup page) {
    page.close().close();
  }

  /** Begins all that belongs to one line, and that its button hides. */
  void openSeries(Markup page, int series) {
    page.open("g", "data-series", Integer.toString(series));
  }

  /** Lines across at round values, each named. */
  void upwards(Markup page, DoubleFunction<String> name) {
    for (double value : ticks(0, top)) {
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
      label(page, name.apply(value), LEFT - 6, y(value) + 4, "end");
    }
  }

  /** What the values upwards are, beside them: these must be short then, without a unit. */
  void beside(Markup page, String what) {
    String x = number(LEADING);
    String y = number((TOP + HEIGHT - BOTTOM) / 2.0);
    page.element(
        "text",
        what,
        "x",
        x,
        "y",
        y,
        "text-anchor",
        "middle",
        "transform",
        "rotate(-90 " + x + " " + y + ")");
  }

  /** Names of values across, and of what they are. */
  void across(Markup page, String what, List<Double> values, DoubleFunction<String> name) {
    for (double value : values) {
      label(page, name.apply(value), x(value), HEIGHT - BOTTOM + 18, "middle");
    }
    label(page, what, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle");
  }

  /** Round values between two, at most seven. */
  static List<Double> ticks(double from, double to) {
    double step = Math.pow(10, Math.floor(Math.log10(Math.max(to - from, 1e-9))) - 1);
    double[] factors = {2, 2.5, 2};
    for (int i = 0; (to - from) / step > MOST_TICKS - 1; i++) {
      step *= factors[i % factors.length];
    }
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  double x(double value) {
    return LEFT + (WIDTH - RIGHT - LEFT) * (last > first ? (value - first) / (last - first) : 0.5);
  }

  double y(double value) {
    return TOP + (HEIGHT - BOTTOM - TOP) * (1 - value / top);
  }

  /** A point as SVG has it. */
  String point(double across, double upwards) {
    return number(x(across)) + "," + number(y(upwards));
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static void label(Markup page, String text, double x, double y, String anchor) {
    page.element("text", text, "x", number(x), "y", number(y), "text-anchor", anchor);
  }
}
