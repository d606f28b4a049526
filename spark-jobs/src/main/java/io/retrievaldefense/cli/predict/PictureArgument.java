package io.retrievaldefense.cli.predict;

import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.config.RuntimeConfig;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.images.PictureFile;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.pipeline.FinishedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** What the commands that ask a run about a picture have in common. */
final class PictureArgument {
  static final RuntimeConfig RUNTIME = RunConfigReader.defaults().runtime();

  private PictureArgument() {}

  /**
   * The run that is asked. To be called before anything loads ND4J, which reads its limits once.
   */
  static TrainedRun run(String location, Configuration hadoop) throws IOException {
    NativeMemory.limit(RUNTIME.offHeap(), RUNTIME.resident());
    return new TrainedRun(FinishedRun.open(new org.apache.hadoop.fs.Path(location), hadoop));
  }

  /** The picture, made the size of the run's where these were; its label means nothing. */
  static LabeledImage read(Path file, TrainedRun run) throws IOException {
    byte[] pixels = PictureFile.read(file, run.shape(), run.sizePolicy());
    return new LabeledImage(0, file.toString(), 0, pixels);
  }

  /** What the image of an index's row is called. */
  static String name(Map<Long, LabeledImage> images, long id) {
    return images.containsKey(id) ? images.get(id).name() : "not in the run";
  }
}
