package io.retrievaldefense.report;

import io.retrievaldefense.attacks.evaluation.WilsonInterval;
import io.retrievaldefense.report.ResultsTable.AttackedUnder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Accuracy over epsilon under one attack, as inline SVG: a line per model with its 95 % intervals,
 * the paper's numbers as hollow squares. Colours are the page's, so that it reads in light and
 * dark.
 */
final class EpsilonChart {
  private final ResultsTable table;
  private final AttackedUnder block;
  private final ChartFrame frame;

  private record Point(double epsilon, TableCell cell) {}

  EpsilonChart(ResultsTable table, AttackedUnder block) {
    this.table = table;
    this.block = block;
    double largest =
        table.epsilons().isEmpty() ? 1 : table.epsilons().get(table.epsilons().size() - 1);
    this.frame = new ChartFrame(0, largest, 1);
  }

  void write(Markup page, String id) {
    List<EvaluatedModel> models = table.models();
    frame.open(
        page,
        id,
        "Accuracy over epsilon: " + title(),
        description(),
        models.stream().map(EvaluatedModel::toString).toList());
    frame.upwards(page, share -> Math.round(100 * share) + " %");
    List<Double> epsilons = new ArrayList<>(List.of(0.0));
    epsilons.addAll(table.epsilons());
    frame.across(page, "epsilon (of pixels in [0, 1])", epsilons, Numbers::epsilon);
    for (int i = 0; i < models.size(); i++) {
      frame.openSeries(page, i);
      line(page, models.get(i), ChartFrame.colour(i));
      page.close();
    }
    frame.close(page);
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

  private void line(Markup page, EvaluatedModel model, String colour) {
    List<Point> points = points(model);
    if (!points.isEmpty()) {
      page.empty(
          "polyline",
          "class",
          "line " + colour,
          "points",
          points.stream()
              .map(p -> frame.point(p.epsilon(), p.cell().accuracy()))
              .collect(Collectors.joining(" ")));
    }
    for (Point point : points) {
      mark(page, point, model, colour);
    }
    for (double epsilon : table.epsilons()) {
      paperMark(page, epsilon, model, colour);
    }
  }

  private void mark(Markup page, Point point, EvaluatedModel model, String colour) {
    WilsonInterval interval = point.cell().interval();
    String x = ChartFrame.number(frame.x(point.epsilon()));
    page.empty(
        "line",
        "x1",
        x,
        "x2",
        x,
        "y1",
        ChartFrame.number(frame.y(interval.low())),
        "y2",
        ChartFrame.number(frame.y(interval.high())),
        "class",
        "interval " + colour);
    page.open(
        "circle",
        "cx",
        x,
        "cy",
        ChartFrame.number(frame.y(point.cell().accuracy())),
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
        ChartFrame.number(frame.x(epsilon) - 4),
        "y",
        ChartFrame.number(frame.y(percent.getAsDouble() / 100) - 4),
        "width",
        "8",
        "height",
        "8",
        "class",
        "paper " + colour);
    page.element("title", "the paper, " + model + ", SVHN: " + percent.getAsDouble() + " %");
    page.close();
  }
}
