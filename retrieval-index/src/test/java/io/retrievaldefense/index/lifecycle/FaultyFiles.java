package io.retrievaldefense.index.lifecycle;

import io.retrievaldefense.index.storage.IndexFiles;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A real folder whose k-th file operation fails, as a full disk or a lost connection would make it:
 * a write that fails has written half of its bytes.
 */
final class FaultyFiles implements IndexFiles {
  private final IndexFiles files;
  private long remaining;
  private boolean failed;

  FaultyFiles(IndexFiles files, long failAt) {
    this.files = files;
    this.remaining = failAt;
  }

  boolean failed() {
    return failed;
  }

  private boolean fails() {
    if (remaining-- == 0) {
      failed = true;
    }
    // Once the disk is full it stays full.
    return failed;
  }

  private void operate(String what) throws IOException {
    if (fails()) {
      throw new IOException("No space left on device: " + what);
    }
  }

  @Override
  public String location() {
    return files.location();
  }

  @Override
  public List<String> list(String folder) throws IOException {
    operate("list");
    return files.list(folder);
  }

  @Override
  public byte[] read(String name, int limit) throws IOException {
    operate("read");
    return files.read(name, limit);
  }

  @Override
  public OutputStream create(String name) throws IOException {
    operate("create");
    return new FilterOutputStream(files.create(name)) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (fails()) {
          out.write(bytes, offset, length / 2);
          throw new IOException("No space left on device: write");
        }
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        out.close();
        operate("close");
      }
    };
  }

  @Override
  public void publish(String name, byte[] content) throws IOException {
    operate("publish");
    files.publish(name, content);
    // The commit took place, but the writer does not learn of it.
    operate("acknowledge");
  }

  @Override
  public void delete(String name) throws IOException {
    operate("delete");
    files.delete(name);
  }

  @Override
  public Instant modified(String name) throws IOException {
    operate("modified");
    return files.modified(name);
  }

  @Override
  public Path localise(String name) throws IOException {
    operate("localise");
    return files.localise(name);
  }
}
