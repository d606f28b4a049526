package io.retrievaldefense.index;

import io.retrievaldefense.index.storage.IndexFiles;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.MappedByteBuffer;
import java.time.Instant;
import java.util.List;

/** A real folder whose every operation is announced to a test, which may fail it or do worse. */
public final class ObservedFiles implements IndexFiles {
  /** Is told of every operation before it takes place; of a write, when half of it has. */
  public interface Observer {
    void at(String operation) throws IOException;
  }

  private final IndexFiles files;
  private final Observer observer;

  public ObservedFiles(IndexFiles files, Observer observer) {
    this.files = files;
    this.observer = observer;
  }

  @Override
  public String location() {
    return files.location();
  }

  @Override
  public List<String> list(String folder) throws IOException {
    observer.at("list");
    return files.list(folder);
  }

  @Override
  public byte[] read(String name, int limit) throws IOException {
    observer.at("read");
    return files.read(name, limit);
  }

  @Override
  public OutputStream create(String name) throws IOException {
    observer.at("create");
    return new FilterOutputStream(files.create(name)) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        int half = length / 2;
        out.write(bytes, offset, half);
        observer.at("write");
        out.write(bytes, offset + half, length - half);
      }

      @Override
      public void close() throws IOException {
        out.close();
        observer.at("close");
      }
    };
  }

  @Override
  public void publish(String name, byte[] content) throws IOException {
    observer.at("publish");
    files.publish(name, content);
    // The commit took place, but the writer has not learned of it yet.
    observer.at("acknowledge");
  }

  @Override
  public void delete(String name) throws IOException {
    observer.at("delete");
    files.delete(name);
  }

  @Override
  public Instant modified(String name) throws IOException {
    observer.at("modified");
    return files.modified(name);
  }

  @Override
  public MappedByteBuffer map(String name, long limit) throws IOException {
    observer.at("map");
    return files.map(name, limit);
  }
}
