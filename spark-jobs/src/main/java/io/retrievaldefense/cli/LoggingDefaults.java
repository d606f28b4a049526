package io.retrievaldefense.cli;

import java.util.List;

/**
 * Makes Spark quiet where the user has not said how it should log. Must run before anything logs.
 */
final class LoggingDefaults {
  private static final List<String> PROPERTIES =
      List.of("log4j2.configurationFile", "log4j.configurationFile");
  private static final List<String> FILES =
      List.of(
          "log4j2-test.properties",
          "log4j2-test.xml",
          "log4j2.properties",
          "log4j2.yaml",
          "log4j2.json",
          "log4j2.xml");

  private LoggingDefaults() {}

  static void apply() {
    ClassLoader classes = Thread.currentThread().getContextClassLoader();
    boolean chosen =
        PROPERTIES.stream().anyMatch(name -> System.getProperty(name) != null)
            || System.getenv("LOG4J_CONFIGURATION_FILE") != null
            || FILES.stream().anyMatch(file -> classes.getResource(file) != null);
    if (!chosen) {
      System.setProperty(PROPERTIES.get(0), "classpath:io/retrievaldefense/cli/log4j2.properties");
    }
  }
}
