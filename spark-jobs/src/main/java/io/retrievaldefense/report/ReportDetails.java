package io.retrievaldefense.report;

import java.util.List;
import java.util.Optional;

/**
 * What of a report needs more than the table of results.
 *
 * @param training curves of network and classifiers
 * @param confusion matrices, clean and attacked
 * @param attention of the chosen model
 * @param gallery attacked images, the most telling first
 */
public record ReportDetails(
    List<TrainingCurve> training,
    List<ConfusionMatrix> confusion,
    Optional<AttentionData> attention,
    List<GalleryItem> gallery) {

  /** Nothing of it. */
  public static final ReportDetails NONE =
      new ReportDetails(List.of(), List.of(), Optional.empty(), List.of());

  /** Copies the lists. */
  public ReportDetails {
    training = List.copyOf(training);
    confusion = List.copyOf(confusion);
    gallery = List.copyOf(gallery);
  }

  /** The gallery, and what explains it. */
  void write(Markup page) {
    new GallerySection(gallery).write(page);
    attention.ifPresent(data -> new AttentionSection(data).write(page));
    new ConfusionSection(confusion).write(page);
    new TrainingSection(training).write(page);
  }
}
