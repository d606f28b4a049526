package io.retrievaldefense.attacks.loss;

/** The classes with the largest logits, in falling order; the lower class first on a tie. */
final class RankedLogits {

  private RankedLogits() {}

  static int[] top(float[] logits, int number) {
    int[] top = new int[number];
    int filled = 0;
    for (int k = 0; k < logits.length; k++) {
      int at = filled;
      while (at > 0 && logits[k] > logits[top[at - 1]]) {
        at--;
      }
      if (at < number) {
        int last = Math.min(filled, number - 1);
        System.arraycopy(top, at, top, at + 1, last - at);
        top[at] = k;
        filled = Math.min(filled + 1, number);
      }
    }
    return top;
  }
}
