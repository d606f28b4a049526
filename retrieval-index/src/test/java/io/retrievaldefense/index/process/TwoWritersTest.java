package io.retrievaldefense.index.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.check.CheckIndex;
import io.retrievaldefense.index.manifest.IndexStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes commit the same snapshot number again and again. */
class TwoWritersTest {
  private static final int ROUNDS = 100;

  @TempDir Path folder;

  @Test
  void oneWinsAndTheOtherNamesTheWinner() throws IOException {
    IndexStore store = SampleIndexes.build(folder, SampleIndexes.vectors(50, 3), 2);
    String location = folder.toString();
    try (ChildJvm first = ChildJvm.start("128m", "race", location, "first");
        ChildJvm second = ChildJvm.start("128m", "race", location, "second")) {
      assertThat(List.of(first.line(), second.line())).containsExactly("ready", "ready");
      for (int snapshot = 2; snapshot < 2 + ROUNDS; snapshot++) {
        ChildJvm leader = snapshot % 2 == 0 ? first : second;
        ChildJvm follower = snapshot % 2 == 0 ? second : first;
        leader.send(Integer.toString(snapshot));
        follower.send(Integer.toString(snapshot));
        List<String> outcomes = List.of(first.line(), second.line());
        assertThat(outcomes).containsExactlyInAnyOrder("won", "lost to " + snapshot);
        assertThat(store.manifest().provenance().codeRevision())
            .isEqualTo(outcomes.get(0).equals("won") ? "first" : "second");
      }
    }
    assertThat(store.snapshots()).hasSize(1 + ROUNDS);
    assertThat(store.files().list("")).hasSize(1 + ROUNDS);
    assertThat(CheckIndex.check(store).findings()).isEmpty();
  }
}
