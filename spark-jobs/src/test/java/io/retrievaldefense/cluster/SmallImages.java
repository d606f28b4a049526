package io.retrievaldefense.cluster;

import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.images.StreetNumberGenerator;
import io.retrievaldefense.images.StreetNumberSplit;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Generated house numbers as a folder of PNG files, and a run over them. */
public final class SmallImages {
  private static final int SIZE = 32;

  /** A network and attacks that take seconds; executors do what they can do. */
  static final List<String> SETTINGS =
      List.of(
          "data.source=image-folder",
          "data.training.part=train",
          "data.training.count=240",
          "data.validation.part=train",
          "data.validation.count=60",
          "data.private.part=extra",
          "data.private.count=500",
          "data.test.part=test",
          "data.test.count=64",
          "extractor.layers=[\"conv 8\",pool,\"conv 12\",pool,\"dense 24\"]",
          "extractor.epochs=2",
          "extractor.batch-size=30",
          "extractor.learning-rate=0.01",
          "projection.dimension=12",
          "index.tables=4",
          "index.functions=6",
          "index.shards=3",
          "query.mode=executors",
          "classifier.neighbors=[3,5]",
          "classifier.hidden=[16]",
          "classifier.epochs=2",
          "attacks.examples=32",
          "attacks.epsilons=[0.02,0.05]",
          "attacks.slice=8",
          "attacks.ifgsm.steps=3",
          "runtime.off-heap=1 GiB",
          "report.recall-queries=30");

  private SmallImages() {}

  /** Writes parts train, extra and test; every class occurs in each. */
  static void write(Path folder) throws IOException {
    write(folder.resolve("train"), StreetNumberSplit.TRAIN, 300);
    write(folder.resolve("extra"), StreetNumberSplit.EXTRA, 500);
    write(folder.resolve("test"), StreetNumberSplit.TEST, 64);
  }

  /** Writes a folder for each class. */
  public static void write(Path folder, StreetNumberSplit split, int count) throws IOException {
    StreetNumberGenerator generator = new StreetNumberGenerator(3);
    for (int i = 0; i < count; i++) {
      LabeledImage image = generator.image(split, i, i);
      Path folderOfClass = Files.createDirectories(folder.resolve(Integer.toString(image.label())));
      write(image.pixels(), folderOfClass.resolve(String.format("%04d.png", i)));
    }
  }

  private static void write(byte[] pixels, Path file) throws IOException {
    BufferedImage picture = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIZE * SIZE; i++) {
      int red = pixels[3 * i] & 0xff;
      int green = pixels[3 * i + 1] & 0xff;
      int blue = pixels[3 * i + 2] & 0xff;
      picture.setRGB(i % SIZE, i / SIZE, red << 16 | green << 8 | blue);
    }
    if (!ImageIO.write(picture, "png", file.toFile())) {
      throw new IOException("picture must be writable: " + file);
    }
  }
}
