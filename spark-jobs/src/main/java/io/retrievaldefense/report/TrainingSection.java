package io.retrievaldefense.report;

import io.retrievaldefense.report.TrainingCurve.Epoch;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How network and classifiers were trained, epoch by epoch. */
final class TrainingSection {
  private final List<TrainingCurve> curves;

  TrainingSection(List<TrainingCurve> curves) {
    this.curves = curves;
  }

  void write(Markup page) {
    if (curves.isEmpty()) {
      return;
    }
    page.open("section", "id", "training").element("h2", "Training");
    page.element("h3", "Accuracy on validation images");
    chart("Validation accuracy by epoch", " %", epoch -> 100 * epoch.accuracy())
        .write(page, "validation");
    page.element("h3", "Loss on training images");
    chart("Training loss by epoch", "", Epoch::loss).write(page, "training");
    page.close();
  }

  private LineChart chart(String title, String unit, ToDoubleFunction<Epoch> value) {
    return new LineChart(
        title,
        "epoch",
        unit,
        curves.stream()
            .map(
                curve ->
                    new LineChart.Series(
                        curve.name(),
                        curve.epochs().stream()
                            .map(
                                epoch ->
                                    new LineChart.Point(epoch.number(), value.applyAsDouble(epoch)))
                            .toList()))
            .toList());
  }
}
