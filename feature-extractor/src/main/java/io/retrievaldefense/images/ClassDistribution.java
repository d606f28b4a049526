package io.retrievaldefense.images;

/** How often each digit is drawn. */
public enum ClassDistribution {
  /** All ten equally often. */
  UNIFORM(1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
  /** As often as in SVHN's 73,257 training images, of which a third are ones and twos. */
  SVHN(4948, 13861, 10585, 8497, 7458, 6882, 5727, 5595, 5045, 4659);

  private final int[] weights;
  private final int total;

  ClassDistribution(int... weights) {
    this.weights = weights;
    int sum = 0;
    for (int weight : weights) {
      sum += weight;
    }
    this.total = sum;
  }

  int draw(SplitMix random) {
    int left = random.below(total);
    int digit = 0;
    while (left >= weights[digit]) {
      left -= weights[digit++];
    }
    return digit;
  }
}
