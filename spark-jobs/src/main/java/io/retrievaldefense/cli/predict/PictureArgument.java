package io.retrievaldefense.cli.predict;

import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.images.PictureFile;
import io.retrievaldefense.jobs.TrainedRun;
import java.io.IOException;
import java.nio.file.Path;

/** A picture of the user's as an image without a known class. */
final class PictureArgument {
  private PictureArgument() {}

  /** The picture, made the size of the run's where these were; its label means nothing. */
  static LabeledImage read(Path file, TrainedRun run) throws IOException {
    byte[] pixels = PictureFile.read(file, run.shape(), run.sizePolicy());
    return new LabeledImage(0, file.toString(), 0, pixels);
  }
}
