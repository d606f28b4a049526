package io.retrievaldefense.images;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files of any Hadoop file system, by URI ({@code hdfs:}, {@code file:}, ...); a path without a
 * scheme belongs to the default file system.
 *
 * <p>Holds only the given settings: a {@link Configuration} is not serialisable and is built anew
 * in the process that reads, on top of that process's own defaults.
 */
public final class HadoopFiles implements FileAccess {

  private static final long serialVersionUID = 1L;

  private final TreeMap<String, String> settings;
  private transient volatile Configuration configuration;

  /**
   * Access with the process's Hadoop configuration and a few settings on top.
   *
   * @param settings Hadoop property names and values, such as {@code fs.defaultFS}
   */
  public HadoopFiles(SortedMap<String, String> settings) {
    this.settings = new TreeMap<>(settings);
  }

  /** Access with the process's Hadoop configuration. */
  public HadoopFiles() {
    this(new TreeMap<>());
  }

  @Override
  public InputStream open(String path) throws IOException {
    Path p = new Path(path);
    return fileSystem(p).open(p);
  }

  @Override
  public long length(String path) throws IOException {
    Path p = new Path(path);
    return fileSystem(p).getFileStatus(p).getLen();
  }

  @Override
  public boolean exists(String path) throws IOException {
    Path p = new Path(path);
    return fileSystem(p).exists(p);
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    Path p = new Path(folder);
    FileSystem fileSystem = fileSystem(p);
    if (!fileSystem.exists(p) || !fileSystem.getFileStatus(p).isDirectory()) {
      throw new FileNotFoundException("folder must exist: " + folder);
    }
    return Arrays.stream(fileSystem.listStatus(p))
        .map(s -> new Entry(s.getPath().toString(), s.getPath().getName(), s.isDirectory()))
        .filter(e -> !e.name().startsWith(".") && !e.name().startsWith("_"))
        .sorted(Comparator.comparing(Entry::name))
        .toList();
  }

  private FileSystem fileSystem(Path path) throws IOException {
    return path.getFileSystem(configuration());
  }

  private Configuration configuration() {
    Configuration built = configuration;
    if (built == null) {
      built = new Configuration();
      settings.forEach(built::set);
      configuration = built;
    }
    return built;
  }
}
