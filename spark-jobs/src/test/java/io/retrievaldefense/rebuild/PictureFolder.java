package io.retrievaldefense.rebuild;

import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.jobs.RunHarness;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A folder of small pictures of two classes, and of the index that is made of them.
 *
 * @param root holds both
 */
record PictureFolder(Path root) {

  /** The pictures, a folder for each class. */
  Path images() {
    return root.resolve("images/extra");
  }

  Path path(int image) {
    return images().resolve(image % 2 == 0 ? "cat" : "dog").resolve(image + ".png");
  }

  /** Always the same version of it. */
  void write(int image, int side) throws IOException {
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < side * side; i++) {
      picture.setRGB(i % side, i / side, Integer.hashCode(image * 77_777 + i * 31_337) & 0xffffff);
    }
    Files.createDirectories(path(image).getParent());
    ImageIO.write(picture, "png", path(image).toFile());
    Files.setLastModifiedTime(path(image), FileTime.fromMillis(1_700_000_000_000L + image));
  }

  IndexStore store() {
    return IndexStore.at(root.resolve("index").toString());
  }

  RunConfig config(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "data.source=image-folder",
                "data.root=" + root.resolve("images"),
                "data.height=8",
                "data.width=8",
                "projection.dimension=6"));
    settings.addAll(List.of(more));
    return RunHarness.config(settings.toArray(String[]::new));
  }
}
