package io.retrievaldefense.attacks.loss;

/** Arithmetic on one row of logits, in double precision. */
public final class Logits {

  private Logits() {}

  /** The class of the largest logit; the lowest class wins a tie. */
  public static int argmax(float[] logits) {
    int best = 0;
    for (int k = 1; k < logits.length; k++) {
      if (logits[k] > logits[best]) {
        best = k;
      }
    }
    return best;
  }

  /** The class of the largest logit other than {@code excluded}; the lowest wins a tie. */
  public static int argmaxExcept(float[] logits, int excluded) {
    int best = excluded == 0 ? 1 : 0;
    for (int k = best + 1; k < logits.length; k++) {
      if (k != excluded && logits[k] > logits[best]) {
        best = k;
      }
    }
    return best;
  }

  /** log(sum(exp(logits))), without overflow. */
  public static double logSumExp(float[] logits) {
    double max = logits[argmax(logits)];
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    return max + Math.log(sum);
  }

  /**
   * -log softmax(logits)[label]. Summed over the other classes, so that it keeps its relative
   * precision (and does not round to zero) where the label's probability rounds to one.
   */
  public static double crossEntropy(float[] logits, int label) {
    int rival = argmaxExcept(logits, label);
    double lead = (double) logits[rival] - logits[label];
    double sum = 0;
    for (int k = 0; k < logits.length; k++) {
      if (k != label) {
        sum += Math.exp((double) logits[k] - logits[rival]);
      }
    }
    // log(1 + sum * e^lead), where e^lead may overflow.
    return lead > 0 ? lead + Math.log(Math.exp(-lead) + sum) : Math.log1p(sum * Math.exp(lead));
  }

  /** True if every value is finite. */
  public static boolean finite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
