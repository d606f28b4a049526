package io.retrievaldefense.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The program's version, written into the jar when it is built. */
public final class Version {
  private static final String RESOURCE = "version.properties";

  private Version() {}

  /**
   * @return such as {@code 1.2.0}
   */
  public static String current() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " must be readable in the jar", e);
    }
    return properties.getProperty("version");
  }
}
