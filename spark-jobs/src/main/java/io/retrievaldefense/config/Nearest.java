package io.retrievaldefense.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds the known word that a mistyped one most likely stands for. */
public final class Nearest {
  private Nearest() {}

  /**
   * The word of the least edit distance; of equally near ones the first in the alphabet.
   *
   * @param word as it was typed
   * @param known the words there are, at least one
   * @return one of them
   */
  public static String of(String word, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** Insertions, deletions and replacements between two words (Levenshtein). */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
