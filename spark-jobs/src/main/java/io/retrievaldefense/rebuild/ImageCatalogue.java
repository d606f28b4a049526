package io.retrievaldefense.rebuild;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.images.SizePolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The pictures in a folder of class folders, as they are now.
 *
 * @param classNames names of the class folders, sorted; a label is an index into them
 * @param images by id
 */
record ImageCatalogue(List<String> classNames, SortedMap<Long, CataloguedImage> images) {

  ImageCatalogue {
    classNames = List.copyOf(classNames);
    images = Collections.unmodifiableSortedMap(images);
  }

  /** How many class folders there are; labels are below this. */
  int classes() {
    return classNames.size();
  }

  /**
   * @param sizes what becomes of pictures of another size
   * @throws BadInputException if there is no picture, or two have one id
   */
  static ImageCatalogue list(FileSystem files, Path folder, SizePolicy sizes) throws IOException {
    if (!files.exists(folder)) {
      throw new BadInputException("folder of images must exist: " + folder);
    }
    Path root = files.makeQualified(folder);
    List<String> classNames = new ArrayList<>();
    SortedMap<Long, CataloguedImage> images = new TreeMap<>();
    for (FileStatus classFolder : sorted(files.listStatus(root))) {
      if (!classFolder.isDirectory()) {
        continue;
      }
      for (FileStatus file : sorted(files.listStatus(classFolder.getPath()))) {
        if (isPicture(file)) {
          CataloguedImage image =
              CataloguedImage.of(
                  root.toString(),
                  file.getPath().toString(),
                  classNames.size(),
                  file.getLen(),
                  file.getModificationTime(),
                  sizes);
          CataloguedImage other = images.put(image.id(), image);
          if (other != null) {
            throw new BadInputException(
                "images must have different ids: " + image.path() + " and " + other.path());
          }
        }
      }
      classNames.add(classFolder.getPath().getName());
    }
    if (images.isEmpty()) {
      throw new BadInputException("folder of images must hold a picture: " + folder);
    }
    return new ImageCatalogue(classNames, images);
  }

  private static List<FileStatus> sorted(FileStatus[] entries) {
    return Arrays.stream(entries)
        .filter(entry -> Stream.of(".", "_").noneMatch(entry.getPath().getName()::startsWith))
        .sorted((left, right) -> left.getPath().getName().compareTo(right.getPath().getName()))
        .toList();
  }

  private static boolean isPicture(FileStatus file) {
    String name = file.getPath().getName().toLowerCase(Locale.ROOT);
    return file.isFile() && Stream.of(".png", ".jpg", ".jpeg").anyMatch(name::endsWith);
  }
}
