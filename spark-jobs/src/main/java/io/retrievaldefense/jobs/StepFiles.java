package io.retrievaldefense.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Small files in a step's folder, on any Hadoop file system. On a local disk without Hadoop's own
 * checksum files: what is read here carries a checksum of its own, or is JSON.
 */
final class StepFiles {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private StepFiles() {}

  static void write(Path file, byte[] bytes, Configuration hadoop) throws IOException {
    try (OutputStream out = files(file, hadoop).create(file, false)) {
      out.write(bytes);
    }
  }

  static byte[] read(Path file, Configuration hadoop) throws IOException {
    try (InputStream in = files(file, hadoop).open(file)) {
      return in.readAllBytes();
    }
  }

  private static FileSystem files(Path file, Configuration hadoop) throws IOException {
    FileSystem files = file.getFileSystem(hadoop);
    return files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files;
  }

  static void writeJson(Path file, Object value, Configuration hadoop) throws IOException {
    write(file, JSON.writeValueAsBytes(value), hadoop);
  }

  static <T> T readJson(Path file, Class<T> type, Configuration hadoop) throws IOException {
    return JSON.readValue(read(file, hadoop), type);
  }
}
