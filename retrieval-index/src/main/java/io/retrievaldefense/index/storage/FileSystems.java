package io.retrievaldefense.index.storage;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Chooses the implementation by the location's scheme. */
final class FileSystems {
  private static final String LOCAL = "file";

  private FileSystems() {}

  /** Hadoop's own configuration, for those who bring none: read once, when it is needed. */
  private static final class Defaults {
    static final Configuration CONFIGURATION = new Configuration();
  }

  static IndexFiles open(String location) {
    return open(location, Defaults.CONFIGURATION);
  }

  static IndexFiles open(String location, Configuration configuration) {
    if (location == null || location.isBlank()) {
      throw new IllegalArgumentException("index location must not be blank: " + location);
    }
    if (!hasScheme(location) && isLocalByDefault(configuration)) {
      return new LocalFiles(Path.of(location), "");
    }
    if (!hasScheme(location) && Files.isDirectory(Path.of(location))) {
      // An index here, built before Hadoop was configured, is not to be begun anew over there.
      throw new IllegalArgumentException(
          "index location must begin with file: or "
              + FileSystem.getDefaultUri(configuration)
              + " where a folder of that name is on the local disk: "
              + location);
    }
    // Not escaped, unlike a java.net.URI: a blank, %, # or ? is a part of the name.
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(location);
    if (!LOCAL.equals(path.toUri().getScheme())) {
      return new HadoopFiles(path, configuration);
    }
    Path folder = Path.of(path.toUri().getPath());
    // Its location must not lead elsewhere.
    return isLocalByDefault(configuration) ? new LocalFiles(folder, "") : local(folder);
  }

  /** Its location leads there by any configuration. */
  static IndexFiles local(Path folder) {
    return new LocalFiles(folder, LOCAL + ":");
  }

  private static boolean isLocalByDefault(Configuration configuration) {
    return LOCAL.equals(FileSystem.getDefaultUri(configuration).getScheme());
  }

  private static boolean hasScheme(String location) {
    int colon = location.indexOf(':');
    int slash = location.indexOf('/');
    // One letter before the colon is a drive, not a scheme.
    return colon > 1 && (slash < 0 || colon < slash);
  }
}
