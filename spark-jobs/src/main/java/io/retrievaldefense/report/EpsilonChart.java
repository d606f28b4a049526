package io.retrievaldefense.report;

import io.retrievaldefense.attacks.evaluation.WilsonInterval;
import io.retrievaldefense.report.ResultsTable.AttackedUnder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Accuracy over epsilon under one attack, as inline SVG: a line per model with its 95 % intervals,
 * the paper's numbers as hollow squares. Colours are the page's, so that it reads in light and
 * dark.
 */
final class EpsilonChart {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 320;
  private static final int LEFT = 52;
  private static final int RIGHT = 150;
  private static final int TOP = 16;
  private static final int BOTTOM = 44;
  private static final int COLOURS = 6;

  private final ResultsTable table;
  private final AttackedUnder block;
  private final double largest;

  private record Point(double epsilon, TableCell cell) {}

  EpsilonChart(ResultsTable table, AttackedUnder block) {
    this.table = table;
    this.block = block;
    this.largest =
        table.epsilons().isEmpty() ? 1 : table.epsilons().get(table.epsilons().size() - 1);
  }

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
    page.element("title", "Accuracy over epsilon: " + title(), "id", id + "-title");
    page.element("desc", description(), "id", id + "-desc");
    axes(page);
    List<EvaluatedModel> models = table.models();
    for (int i = 0; i < models.size(); i++) {
      line(page, models.get(i), i);
    }
    page.close();
  }

  private String title() {
    return block.attack() + ", " + block.threat();
  }

  /** The numbers themselves, for those who do not see the picture. */
  private String description() {
    return table.models().stream()
        .map(
            model ->
                model
                    + ": "
                    + points(model).stream()
                        .map(
                            p ->
                                Numbers.percent(p.cell().accuracy())
                                    + " % at "
                                    + Numbers.epsilon(p.epsilon()))
                        .collect(Collectors.joining(", ")))
        .collect(Collectors.joining("; "));
  }

  /** The clean accuracy of the attacked examples, then that at each epsilon. */
  private List<Point> points(EvaluatedModel model) {
    List<Point> points = new ArrayList<>();
    for (double epsilon : table.epsilons()) {
      table.inBlock(block, epsilon, model).ifPresent(cell -> points.add(new Point(epsilon, cell)));
    }
    if (!points.isEmpty()) {
      TableCell first = points.get(0).cell();
      TableCell clean =
          new TableCell(first.examples(), first.cleanCorrect(), first.cleanCorrect(), 0);
      points.add(0, new Point(0, clean));
    }
    return points;
  }

  private void axes(Markup page) {
    for (int percent = 0; percent <= 100; percent += 20) {
      String y = number(y(percent / 100.0));
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
      label(page, percent + " %", LEFT - 8, y(percent / 100.0) + 4, "end");
    }
    label(page, "0", x(0), HEIGHT - BOTTOM + 18, "middle");
    for (double epsilon : table.epsilons()) {
      label(page, Numbers.epsilon(epsilon), x(epsilon), HEIGHT - BOTTOM + 18, "middle");
    }
    label(page, "epsilon (of pixels in [0, 1])", x(largest / 2), HEIGHT - 8, "middle");
  }

  private void line(Markup page, EvaluatedModel model, int index) {
    String colour = "series" + index % COLOURS;
    List<Point> points = points(model);
    if (!points.isEmpty()) {
      page.empty(
          "polyline",
          "class",
          "line " + colour,
          "points",
          points.stream()
              .map(p -> number(x(p.epsilon())) + "," + number(y(p.cell().accuracy())))
              .collect(Collectors.joining(" ")));
    }
    for (Point point : points) {
      mark(page, point, model, colour);
    }
    for (double epsilon : table.epsilons()) {
      paperMark(page, epsilon, model, colour);
    }
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
    label(page, model.toString(), WIDTH - RIGHT + 34, legend, "start");
  }

  private void mark(Markup page, Point point, EvaluatedModel model, String colour) {
    WilsonInterval interval = point.cell().interval();
    String x = number(x(point.epsilon()));
    page.empty(
        "line",
        "x1",
        x,
        "x2",
        x,
        "y1",
        number(y(interval.low())),
        "y2",
        number(y(interval.high())),
        "class",
        "interval " + colour);
    page.open(
        "circle",
        "cx",
        x,
        "cy",
        number(y(point.cell().accuracy())),
        "r",
        "4",
        "class",
        "dot " + colour);
    page.element(
        "title",
        model
            + ", epsilon "
            + Numbers.epsilon(point.epsilon())
            + ": "
            + Numbers.percent(point.cell().accuracy())
            + " %");
    page.close();
  }

  private void paperMark(Markup page, double epsilon, EvaluatedModel model, String colour) {
    OptionalDouble percent = PaperTable.instance().percent(block.attack(), epsilon, model);
    if (percent.isEmpty()) {
      return;
    }
    page.open(
        "rect",
        "x",
        number(x(epsilon) - 4),
        "y",
        number(y(percent.getAsDouble() / 100) - 4),
        "width",
        "8",
        "height",
        "8",
        "class",
        "paper " + colour);
    page.element("title", "the paper, " + model + ", SVHN: " + percent.getAsDouble() + " %");
    page.close();
  }

  private void label(Markup page, String text, double x, double y, String anchor) {
    page.element("text", text, "x", number(x), "y", number(y), "text-anchor", anchor);
  }

  private double x(double epsilon) {
    return LEFT + (WIDTH - RIGHT - LEFT) * epsilon / largest;
  }

  private double y(double share) {
    return TOP + (HEIGHT - BOTTOM - TOP) * (1 - share);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
