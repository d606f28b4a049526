package io.retrievaldefense.cli.predict;

import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.images.PictureFile;
import java.io.IOException;
import java.nio.file.Path;

/** A picture of the user's as an image without a known class. */
final class PictureArgument {
  private PictureArgument() {}

  /** The picture; its label means nothing. */
  static LabeledImage read(Path file, ImageShape shape) throws IOException {
    return new LabeledImage(0, file.toString(), 0, PictureFile.read(file, shape));
  }
}
