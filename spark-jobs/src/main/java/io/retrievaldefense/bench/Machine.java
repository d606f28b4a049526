package io.retrievaldefense.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * What a measurement was made on.
 *
 * @param date of it
 * @param cpu its name, as Linux tells it
 * @param cores that this process may use
 * @param java version
 */
public record Machine(String date, String cpu, int cores, String java) {
  private static final Path CPU = Path.of("/proc/cpuinfo");

  /** This machine, today. */
  public static Machine current() throws IOException {
    String cpu =
        Files.isReadable(CPU)
            ? Files.readAllLines(CPU).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown")
            : System.getProperty("os.arch");
    return new Machine(
        LocalDate.now().toString(),
        cpu,
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"));
  }
}
