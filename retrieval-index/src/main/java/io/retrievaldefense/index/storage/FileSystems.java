package io.retrievaldefense.index.storage;

import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** Chooses the implementation by the location's scheme. */
final class FileSystems {
  private FileSystems() {}

  static IndexFiles open(String location, Configuration configuration) {
    if (location == null || location.isBlank()) {
      throw new IllegalArgumentException("index location must not be blank: " + location);
    }
    int colon = location.indexOf(':');
    int slash = location.indexOf('/');
    // One letter before the colon is a drive, not a scheme.
    boolean hasScheme = colon > 1 && (slash < 0 || colon < slash);
    if (!hasScheme) {
      return new LocalFiles(Path.of(location));
    }
    if (location.startsWith("file:")) {
      return new LocalFiles(Path.of(URI.create(location).getPath()));
    }
    return new HadoopFiles(new org.apache.hadoop.fs.Path(location), configuration);
  }
}
