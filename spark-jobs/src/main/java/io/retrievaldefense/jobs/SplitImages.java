package io.retrievaldefense.jobs;

import io.retrievaldefense.images.LabeledImage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/**
 * Some prepared images, read by whoever needs them, an executor's task too: no Spark job does it.
 */
final class SplitImages {

  private SplitImages() {}

  /**
   * The images of some ids.
   *
   * @throws IOException if they cannot be read, or one is not there
   */
  static Map<Long, LabeledImage> read(
      Path prepared, Split split, Set<Long> ids, Configuration hadoop) throws IOException {
    Map<Long, LabeledImage> images = new HashMap<>();
    Path folder = ImageTable.folder(prepared, split);
    for (FileStatus file : folder.getFileSystem(hadoop).listStatus(folder)) {
      if (file.getPath().getName().endsWith(".parquet")) {
        read(file.getPath(), ids, hadoop, images);
      }
    }
    if (images.size() != ids.size()) {
      throw new IOException(
          "images of " + folder + " must hold all " + ids.size() + " ids: " + images.size());
    }
    return images;
  }

  private static void read(
      Path file, Set<Long> ids, Configuration hadoop, Map<Long, LabeledImage> images)
      throws IOException {
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(hadoop).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        long id = row.getLong("id", 0);
        if (ids.contains(id)) {
          images.put(
              id,
              new LabeledImage(
                  id,
                  row.getString("name", 0),
                  row.getInteger("label", 0),
                  row.getBinary("pixels", 0).getBytes()));
        }
      }
    }
  }
}
