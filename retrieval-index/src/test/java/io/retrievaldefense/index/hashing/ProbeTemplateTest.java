package io.retrievaldefense.index.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProbeTemplateTest {
  private static List<Integer> ranks(ProbeTemplate template, int set) {
    List<Integer> ranks = new ArrayList<>();
    for (int at = set; at > 0; at = template.prefix(at)) {
      ranks.add(0, template.rank(at));
    }
    return ranks;
  }

  @Test
  void listsEverySetOnceInAscendingOrderOfItsExpectation() {
    for (int k = 1; k <= 5; k++) {
      ProbeTemplate template = new ProbeTemplate(k, 1000);
      assertThat(template.size()).isEqualTo((int) Math.pow(3, k));
      double[] scores = ProbeTemplate.expectedScores(k);
      Set<List<Integer>> seen = new HashSet<>();
      double before = 0;
      for (int set = 0; set < template.size(); set++) {
        List<Integer> ranks = ranks(template, set);
        assertThat(seen.add(ranks)).isTrue();
        int last = 2 * k - 1;
        assertThat(ranks).noneMatch(rank -> ranks.contains(last - rank));
        double score = ranks.stream().mapToDouble(rank -> scores[rank]).sum();
        assertThat(score).isGreaterThanOrEqualTo(before - 1e-12);
        before = score;
      }
    }
  }

  @Test
  void aShorterTemplateIsThePrefixOfALonger() {
    ProbeTemplate few = new ProbeTemplate(12, 70);
    ProbeTemplate many = new ProbeTemplate(12, 500);
    assertThat(few.size()).isEqualTo(70);
    for (int set = 0; set < 70; set++) {
      assertThat(ranks(few, set)).isEqualTo(ranks(many, set));
    }
  }

  /** Against sorted samples of what the formula is the expectation of. */
  @Test
  void expectationsAreThoseOfSortedDistances() {
    int k = 6;
    int trials = 40_000;
    double[] sums = new double[2 * k];
    Random random = new Random(3);
    for (int trial = 0; trial < trials; trial++) {
      double[] moves = new double[2 * k];
      for (int j = 0; j < k; j++) {
        double down = random.nextDouble();
        moves[2 * j] = down * down;
        moves[2 * j + 1] = (1 - down) * (1 - down);
      }
      Arrays.sort(moves);
      for (int rank = 0; rank < moves.length; rank++) {
        sums[rank] += moves[rank] / trials;
      }
    }
    double[] expected = ProbeTemplate.expectedScores(k);
    for (int rank = 0; rank < sums.length; rank++) {
      assertThat(expected[rank]).isCloseTo(sums[rank], within(0.01));
    }
  }
}
