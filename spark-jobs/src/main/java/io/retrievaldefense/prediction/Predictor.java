package io.retrievaldefense.prediction;

import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.gradient.IteratedFgsm;
import io.retrievaldefense.classifier.BaselineClassifier;
import io.retrievaldefense.classifier.FloatArrays;
import io.retrievaldefense.classifier.RetrievalClassifier;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.Softmax;
import io.retrievaldefense.classifier.SummaryModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.evaluation.ClassifierModel;
import io.retrievaldefense.evaluation.Explanation;
import io.retrievaldefense.jobs.TrainedRun;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** The defence of a run, and the plain network beside it, for one image at a time. */
public final class Predictor implements AutoCloseable {
  private static final int STEPS = 10;
  private static final int STEP_FRACTION = 4;

  private final ImageIndex index;
  private final RetrievalHead head;
  private final ClassifierModel defence;
  private final ClassifierModel baseline;

  private Predictor(ImageIndex index, RetrievalHead head, TrainedRun run) throws IOException {
    this.index = index;
    this.head = head;
    this.defence =
        ClassifierModel.of(
            new RetrievalClassifier(index.extractor(), run.featureLayer(), 1, head),
            ThreatModel.KNOWN_INDEX);
    this.baseline =
        ClassifierModel.of(
            new BaselineClassifier(CnnModelFile.parse(run.baseline(), "baseline of the run"), 1),
            ThreatModel.BASELINE_TRANSFER);
  }

  /**
   * @param run whose classifiers are trained
   * @param neighbors N; empty: the one that did best on validation images
   * @return the defence, to be closed
   * @throws BadInputException if no classifier was trained for N
   * @throws IOException if a part is missing or damaged
   */
  public static Predictor open(TrainedRun run, OptionalInt neighbors) throws IOException {
    int wanted = neighbors.isPresent() ? neighbors.getAsInt() : run.chosenNeighbors();
    SummaryModel summary = run.summary(wanted);
    ImageIndex index = ImageIndex.open(run);
    return new Predictor(index, RetrievalHead.of(index.retriever(), summary), run);
  }

  /**
   * What a quick attack did to the defence's answer.
   *
   * @param threat what the attacker held
   * @param label the answer to the adversarial image
   * @param norm largest change of a pixel
   */
  public record Attacked(ThreatModel threat, int label, double norm) {}

  /** N. */
  public int neighbors() {
    return head.neighbors();
  }

  /** The defence's answer to pixels in [0,1] [H * W * C], with what it was made of. */
  public Explanation explain(float[] image) {
    return Explanation.of(head, index.feature(image));
  }

  /** The plain network's probabilities [C]. */
  public double[] baseline(float[] image) {
    float[] logits = baseline.scores(new float[][] {image})[0];
    return Softmax.of(FloatArrays.widened(logits));
  }

  /**
   * Ten steps of iFGSM of epsilon / 4 away from the defence's present answer, once along the plain
   * network's gradient and once along the defence's own.
   *
   * @param epsilon of pixels in [0,1]
   */
  public List<Attacked> attack(float[] image, double epsilon) {
    Example example = new Example(0, image, explain(image).label(), OptionalInt.empty());
    return List.of(
        attacked(example, ThreatModel.BASELINE_TRANSFER, epsilon, baseline),
        attacked(example, ThreatModel.KNOWN_INDEX, epsilon, defence));
  }

  private Attacked attacked(
      Example example, ThreatModel threat, double epsilon, ClassifierModel source) {
    AttackPlan plan =
        AttackPlan.of(IteratedFgsm.of(STEPS, STEP_FRACTION), new LinfBall(epsilon), threat, 0);
    AttackResult result = AttackHarness.transfer(plan, source, defence, List.of(example)).get(0);
    return new Attacked(threat, result.labelAfter(), result.norm());
  }

  @Override
  public void close() throws IOException {
    defence.close();
    baseline.close();
    index.close();
  }
}
