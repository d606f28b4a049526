package io.retrievaldefense.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OriginTest {

  private static String digest(Map<String, String> configuration) throws IOException {
    return new Origin("1", new TreeMap<>(configuration), "", new TreeMap<>()).digest();
  }

  /** As one that was added since is. */
  @Test
  void aKeyAtItsDefaultChangesNothingAndAnyOtherValueDoes() throws IOException {
    String before = digest(Map.of("seed", "5"));
    assertThat(digest(Map.of("seed", "5", "classifier.start", "random"))).isEqualTo(before);
    assertThat(digest(Map.of("seed", "5", "classifier.start", "extractor"))).isNotEqualTo(before);
    assertThat(digest(Map.of("seed", "6"))).isNotEqualTo(before);
  }
}
