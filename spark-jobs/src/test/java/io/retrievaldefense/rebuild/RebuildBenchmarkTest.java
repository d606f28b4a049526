package io.retrievaldefense.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.jobs.RunHarness;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.rebuild.RebuildBenchmark.Nights;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nights of a small folder; what they cost at scale is for the benchmark itself. */
class RebuildBenchmarkTest {
  private static final int IMAGES = 200;

  @TempDir private Path folder;

  private Nights nights() throws IOException {
    List<String> settings = new ArrayList<>(RebuildBenchmark.settings(folder));
    settings.add("projection.dimension=6");
    RunConfig config = RunHarness.config(settings.toArray(String[]::new));
    return new RebuildBenchmark(folder, config, new Console(new PrintWriter(Writer.nullWriter())))
        .run(IMAGES, 2, () -> RunHarness.spark("local[2]"));
  }

  @Test
  void onlyWhatIsNewIsReadAndImagesOfEarlierRunsAreUsedAgain() throws IOException {
    for (int run = 0; run < 2; run++) {
      Nights nights = nights();
      assertThat(nights.first().decoded()).isEqualTo(IMAGES);
      assertThat(nights.some().decoded()).isEqualTo(2);
      assertThat(nights.nothing().kind()).isEqualTo(RebuildResult.Kind.UNCHANGED);
      assertThat(nights.decodedShare()).isEqualTo(2.0 / (IMAGES + 2));
      assertThat(nights.cpuShare()).isPositive().isLessThan(1);
    }
  }
}
