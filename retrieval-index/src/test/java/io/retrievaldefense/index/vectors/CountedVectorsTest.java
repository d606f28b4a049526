package io.retrievaldefense.index.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountedVectorsTest {

  @Test
  void vectorsAreToldOfByTheThousandAndTheLastOnesAtTheEnd() throws IOException {
    List<Long> read = new ArrayList<>();
    try (VectorReader vectors =
        new CountedVectors(new ClusteredVectors(2, 0, 2300, 3), read::add)) {
      assertThat(vectors.size()).isEqualTo(2300);
      float[] vector = new float[vectors.dimension()];
      vectors.skip(200);
      while (vectors.next(vector)) {
        assertThat(read.size()).isLessThanOrEqualTo(2);
      }
      assertThat(vectors.next(vector)).isFalse();
    }
    assertThat(read).containsExactly(1000L, 1000L, 100L);
  }
}
