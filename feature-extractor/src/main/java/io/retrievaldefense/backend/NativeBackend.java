package io.retrievaldefense.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses ND4J's oneDNN natives from the CPU's flags. Without them convolutions are many times
 * slower, and ND4J says nothing of it.
 *
 * <p>{@link #prepare()} has to run in every JVM before anything touches ND4J; whatever makes arrays
 * in this project calls it first. A platform extension that the user has set is left alone.
 */
public final class NativeBackend {

  static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";
  private static final Logger LOG = LoggerFactory.getLogger(NativeBackend.class);
  private static final List<String> EXTENSIONS =
      List.of(
          "avx", "avx2", "avx512f", "avx512bw", "avx512vl", "avx512dq", "avx512_vnni", "amx_bf16");
  private static String description;

  private NativeBackend() {}

  /**
   * Selects and loads the natives, once per JVM, and logs one line about them: at INFO for oneDNN,
   * at WARN with what to do about it for the slow path.
   */
  public static synchronized void prepare() {
    if (description != null) {
      return;
    }
    if (System.getProperty(EXTENSION) == null) {
      System.setProperty(EXTENSION, extensionFor(architecture(), cpuFlags()));
    }
    // DL4J's own layers look at this one, which is off as shipped, and then for Nd4jCpu.
    if (System.getProperty("org.eclipse.deeplearning4j.helpers.disable") == null) {
      System.setProperty("org.eclipse.deeplearning4j.helpers.disable", "false");
    }
    Nd4j.create(1);
    String extension = System.getProperty(EXTENSION);
    if (isOneDnn()) {
      description =
          "ND4J on oneDNN (linux" + extension + "), " + NativeThreads.available() + " threads";
      LOG.info("{}", description);
    } else {
      description =
          "ND4J WITHOUT oneDNN (extension '" + extension + "'): convolutions are many times slower";
      LOG.warn(
          "{}. Unset -D{} or set it to one of -onednn-avx512, -onednn-avx2, -onednn, and make sure"
              + " that nothing uses ND4J before this project does.",
          description,
          EXTENSION);
    }
  }

  /** The line that {@link #prepare()} logged. */
  public static synchronized String description() {
    prepare();
    return description;
  }

  /** Whether the loaded natives were built with oneDNN. */
  public static boolean isOneDnn() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo().contains("HAVE_ONEDNN");
  }

  /** The extension of the natives for a CPU with these flags; empty where there is no oneDNN. */
  static String extensionFor(String architecture, String flags) {
    if (!architecture.equals("amd64") && !architecture.equals("x86_64")) {
      return "";
    }
    String padded = " " + flags + " ";
    if (Stream.of("avx512f", "avx512bw", "avx512vl", "avx512dq")
        .allMatch(f -> padded.contains(" " + f + " "))) {
      return "-onednn-avx512";
    }
    return padded.contains(" avx2 ") ? "-onednn-avx2" : "-onednn";
  }

  /** The CPU's vector extensions that oneDNN has code for; none where they cannot be told. */
  public static List<String> vectorExtensions() {
    String padded = " " + cpuFlags() + " ";
    return EXTENSIONS.stream().filter(flag -> padded.contains(" " + flag + " ")).toList();
  }

  private static String architecture() {
    return System.getProperty("os.arch").toLowerCase(Locale.ROOT);
  }

  private static String cpuFlags() {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(file)) {
      return "";
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .orElse("");
    } catch (IOException e) {
      LOG.warn("CPU flags could not be read from {}: {}", file, e.toString());
      return "";
    }
  }
}
