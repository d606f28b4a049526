package io.retrievaldefense.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The program's version, written into the jar when it is built. */
public final class Version {
  private static final String RESOURCE = "version.properties";
  private static final Properties BUILD = read();

  private Version() {}

  /**
   * @return such as {@code 1.2.0}
   */
  public static String current() {
    return BUILD.getProperty("version");
  }

  /**
   * @return the commit that was built, such as {@code 1a2b3c4} or {@code 1a2b3c4 with changes};
   *     {@code unknown} of a build outside a checkout
   */
  public static String commit() {
    String commit = BUILD.getProperty("commit");
    // Left as it is where the build knows of no commit.
    if (commit.startsWith("$")) {
      return "unknown";
    }
    return commit + (BUILD.getProperty("dirty").equals("true") ? " with changes" : "");
  }

  private static Properties read() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " must be readable in the jar", e);
    }
    return properties;
  }
}
