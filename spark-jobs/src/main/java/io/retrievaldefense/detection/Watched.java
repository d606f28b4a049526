package io.retrievaldefense.detection;

import io.retrievaldefense.attacks.RetrievalAccess;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.loss.CrossEntropy;
import io.retrievaldefense.attacks.retrieval.SoftGradientModel;
import io.retrievaldefense.attacks.suite.Suite;
import io.retrievaldefense.classifier.BaselineClassifier;
import io.retrievaldefense.classifier.FloatArrays;
import io.retrievaldefense.classifier.RetrievalClassifier;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.Retrieved;
import io.retrievaldefense.classifier.RetrievedRow;
import io.retrievaldefense.classifier.Softmax;
import io.retrievaldefense.classifier.SummaryClassifier;
import io.retrievaldefense.evaluation.ClassifierModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A defence with the extractor beside it as a classifier of its own: what they tell of images, and
 * the gradient of cross-entropy and signals together. One instance serves one thread.
 */
public final class Watched implements AutoCloseable {
  private final RetrievalClassifier defence;
  private final BaselineClassifier extractor;
  private final RetrievalAccess index;
  private final int candidates;

  /** How the gradient of the answer comes back from the logits to h. */
  enum Retrieval {
    /** The neighbours held. */
    HELD,
    /** Through a soft retrieval of rows around them, which may take their place. */
    SOFT
  }

  /**
   * @param defence closed with this
   * @param extractor its network, with the same batch; closed with this
   */
  public Watched(RetrievalClassifier defence, BaselineClassifier extractor) {
    if (defence.batch() != extractor.batch()) {
      throw new IllegalArgumentException(
          "defence and extractor must have one batch: "
              + defence.batch()
              + " and "
              + extractor.batch());
    }
    this.defence = defence;
    this.extractor = extractor;
    index = ClassifierModel.of(defence, ThreatModel.KNOWN_INDEX).retrieval().orElseThrow();
    candidates = Suite.QUICK.candidates(index.size(), index.neighbors());
  }

  /** An answer with all that its gradient needs. */
  private record Answer(
      float[] feature,
      float[] projected,
      List<RetrievedRow> rows,
      SummaryClassifier.Evaluation evaluation,
      double[] extractor,
      Evidence evidence) {}

  /**
   * Evidence and slopes at some images.
   *
   * @param evidence [n]
   * @param gradient [n][H W C] with respect to pixels
   */
  public record Slopes(List<Evidence> evidence, float[][] gradient) {}

  /**
   * @param images [n][H W C], pixels in [0,1]; any n
   * @return what the defence tells of each
   */
  public List<Evidence> evidence(float[][] images) {
    return evidence(images, count -> {});
  }

  /**
   * As {@link #evidence(float[][])}.
   *
   * @param answered hears how many images more are done
   */
  List<Evidence> evidence(float[][] images, LongConsumer answered) {
    List<Evidence> evidence = new ArrayList<>(images.length);
    for (int from = 0; from < images.length; from += defence.batch()) {
      float[][] batch =
          Arrays.copyOfRange(images, from, Math.min(images.length, from + defence.batch()));
      answers(batch).forEach(answer -> evidence.add(answer.evidence()));
      answered.accept(batch.length);
    }
    return evidence;
  }

  /**
   * The gradient that an attacker who knows the detector climbs: cross-entropy of the true class,
   * less a penalty on every signal that is above its threshold. The neighbours are held.
   *
   * @param images at most a batch of them
   * @param labels their true classes
   * @param detector whose thresholds count
   * @param penalty of one unit of a signal, in units between its median and its threshold
   * @return evidence and gradients
   */
  public Slopes slopes(float[][] images, int[] labels, Detector detector, double penalty) {
    return slopes(images, labels, detector, penalty, Retrieval.HELD);
  }

  /**
   * The same with another way back for the cross-entropy; signals are of the neighbours held.
   *
   * @param back the way
   */
  Slopes slopes(float[][] images, int[] labels, Detector detector, double penalty, Retrieval back) {
    List<Answer> answers = answers(images);
    float[][] features = new float[images.length][];
    float[][] logits = new float[images.length][];
    for (int i = 0; i < images.length; i++) {
      Answer answer = answers.get(i);
      double[] feature = back == Retrieval.HELD ? held(answer, labels[i]) : soft(answer, labels[i]);
      double[] weights = penalties(answer.evidence(), detector, penalty);
      addSignals(answer, weights, feature);
      features[i] = FloatArrays.narrowed(feature);
      logits[i] = FloatArrays.narrowed(conflictSlope(answer, weights[Signal.CONFLICT.ordinal()]));
    }
    float[][] gradient = defence.pixelGradientsFromFeatures(features);
    float[][] conflict = extractor.pixelGradients(logits);
    for (int i = 0; i < gradient.length; i++) {
      for (int j = 0; j < gradient[i].length; j++) {
        gradient[i][j] += conflict[i][j];
      }
    }
    return new Slopes(answers.stream().map(Answer::evidence).toList(), gradient);
  }

  /** Cross-entropy's gradient with respect to h, the neighbours held. */
  private double[] held(Answer answer, int label) {
    double[] slope = Softmax.of(answer.evaluation().logits());
    slope[label] -= 1;
    return defence.head().classifier().featureGradient(answer.evaluation(), slope);
  }

  /** The same where what is retrieved follows h. */
  private double[] soft(Answer answer, int label) {
    return FloatArrays.widened(
        SoftGradientModel.featureGradient(
            index, new CrossEntropy(label), candidates, answer.feature()));
  }

  /** dL/dsignal: the penalty over the signal's scale where it is above its threshold. */
  private static double[] penalties(Evidence evidence, Detector detector, double penalty) {
    double[] weights = new double[Signal.values().length];
    for (Signal signal : Signal.values()) {
      boolean isAbove = detector.scaled(signal, evidence) > detector.combinedThreshold();
      weights[signal.ordinal()] = isAbove ? -penalty / detector.scale(signal) : 0;
    }
    return weights;
  }

  /** Adds the gradient of the weighted signals of the retrieval with respect to h. */
  private void addSignals(Answer answer, double[] weights, double[] gradient) {
    double[] alpha = answer.evaluation().attention();
    double[] ofAttention = new double[alpha.length];
    double[] ofProjected = new double[answer.projected().length];
    // The signal is log(sum / N + least), so its slope is that of the sum over sum + N least.
    double sum = answer.rows().stream().mapToDouble(RetrievedRow::squaredDistance).sum();
    double factor =
        2 * weights[Signal.DISTANCE.ordinal()] / (sum + alpha.length * Evidence.NO_DISTANCE);
    for (int n = 0; n < alpha.length; n++) {
      RetrievedRow row = answer.rows().get(n);
      ofAttention[n] =
          -weights[Signal.ENTROPY.ordinal()]
              * (Math.log(Math.max(alpha[n], Double.MIN_NORMAL)) + 1);
      if (row.label() == answer.evidence().label()) {
        ofAttention[n] -= weights[Signal.DISAGREEMENT.ordinal()];
      }
      if (factor != 0) {
        float[] other = defence.head().retriever().project(row.feature());
        for (int j = 0; j < ofProjected.length; j++) {
          ofProjected[j] += factor * (answer.projected()[j] - other[j]);
        }
      }
    }
    add(
        defence.head().classifier().featureGradientOfAttention(answer.evaluation(), ofAttention),
        gradient);
    add(defence.head().retriever().pullBack(ofProjected), gradient);
  }

  /** dL/dlogits of the extractor for a weight on 1 - p of the answered class. */
  private static double[] conflictSlope(Answer answer, double weight) {
    double[] p = answer.extractor();
    int label = answer.evidence().label();
    double[] slope = new double[p.length];
    for (int c = 0; c < p.length; c++) {
      slope[c] = -weight * p[label] * ((c == label ? 1 : 0) - p[c]);
    }
    return slope;
  }

  private List<Answer> answers(float[][] images) {
    RetrievalHead head = defence.head();
    float[][] features = defence.features(images);
    float[][] logits = extractor.logits(images);
    float[][] projected = new float[images.length][];
    for (int i = 0; i < images.length; i++) {
      projected[i] = head.retriever().project(features[i]);
    }
    List<List<RetrievedRow>> found = head.retriever().nearest(projected, head.neighbors());
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < images.length; i++) {
      List<RetrievedRow> rows = found.get(i);
      SummaryClassifier.Evaluation evaluation =
          head.classifier().evaluate(features[i], Retrieved.of(rows));
      double[] probabilities = Softmax.of(FloatArrays.widened(logits[i]));
      answers.add(
          new Answer(
              features[i],
              projected[i],
              rows,
              evaluation,
              probabilities,
              Evidence.of(evaluation.logits(), evaluation.attention(), rows, probabilities)));
    }
    return answers;
  }

  /** The most images of one call of {@link #slopes}. */
  int batch() {
    return defence.batch();
  }

  private static void add(double[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }

  @Override
  public void close() {
    defence.close();
    extractor.close();
  }
}
