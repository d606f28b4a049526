package io.retrievaldefense.ml;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A file beside a stage's metadata. */
final class PersistedFile {

  private PersistedFile() {}

  static byte[] read(Path file, Configuration hadoop) throws IOException {
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      return in.readAllBytes();
    }
  }

  static void write(Path file, byte[] bytes, Configuration hadoop) throws IOException {
    try (OutputStream out = file.getFileSystem(hadoop).create(file, false)) {
      out.write(bytes);
    }
  }
}
