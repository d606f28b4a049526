package io.retrievaldefense.cli.doctor;

import io.retrievaldefense.pipeline.Sizes;
import java.util.List;

/** Judgements on what a machine has, given the numbers. */
final class MachineChecks {
  private static final int LEAST_JAVA = 17;

  /** Hadoop 3.3 asks for what later ones refuse. */
  private static final int MOST_JAVA = 22;

  private static final long GIB = 1L << 30;
  private static final long LEAST_HEAP = GIB;
  private static final long TIGHT_DISK = 5 * GIB;
  private static final long LEAST_DISK = GIB / 2;

  private MachineChecks() {}

  static Finding java(int feature, String description) {
    String fix = "install JDK " + LEAST_JAVA + " and set JAVA_HOME to it";
    if (feature < LEAST_JAVA || feature > MOST_JAVA) {
      return Finding.fail("java", description, fix);
    }
    return feature == LEAST_JAVA
        ? Finding.ok("java", description)
        : Finding.warn("java", description + ", where the index has no vector kernels", fix);
  }

  /**
   * @param heap what the Java heap may grow to, bytes
   * @param offHeap what ND4J may take besides
   * @param resident of the process beyond which ND4J takes no more
   * @param physical of the machine or container
   */
  static Finding memory(long heap, long offHeap, long resident, long physical) {
    String found =
        String.format(
            "%s of the machine; Java heap up to %s, arrays outside of it up to %s",
            Sizes.text(physical), Sizes.text(heap), Sizes.text(offHeap));
    if (heap < LEAST_HEAP) {
      return Finding.warn(
          "memory", found, "set RETRIEVAL_DEFENSE_HEAP=4g, or run on a machine with more memory");
    }
    if (heap + offHeap > resident) {
      return Finding.warn(
          "memory",
          found + "; together more than runtime.resident " + Sizes.text(resident),
          "raise it with the heap: --set runtime.resident=...");
    }
    return heap + offHeap > physical
        ? Finding.warn(
            "memory",
            found,
            "keep both below the machine's memory: RETRIEVAL_DEFENSE_HEAP, and --set"
                + " runtime.off-heap=...")
        : Finding.ok("memory", found);
  }

  static Finding cpu(String architecture, List<String> extensions) {
    String found = architecture + ", " + String.join(" ", extensions);
    if (extensions.contains("avx2")) {
      return Finding.ok("cpu", found);
    }
    return Finding.warn(
        "cpu",
        extensions.isEmpty() ? architecture + ", no AVX" : found,
        "expect many times the time; use an x86-64 machine with AVX2 or AVX-512 for training");
  }

  static Finding oneDnn(String description, boolean isOn) {
    return isOn
        ? Finding.ok("onednn", description)
        : Finding.warn(
            "onednn",
            description,
            "unset -Dorg.bytedeco.javacpp.platform.extension in RETRIEVAL_DEFENSE_JAVA_OPTIONS; on"
                + " arm64 there is none");
  }

  /**
   * @param openMp the value of OMP_NUM_THREADS; null if it is not set
   */
  static Finding threads(int processors, String openMp) {
    boolean isFewer =
        openMp != null && openMp.matches("[1-9]\\d{0,5}") && Integer.parseInt(openMp) < processors;
    String found =
        processors
            + (processors == 1 ? " processor" : " processors")
            + (openMp == null ? "" : ", OMP_NUM_THREADS=" + openMp);
    return isFewer
        ? Finding.warn("threads", found, "unset OMP_NUM_THREADS, so that training uses them all")
        : Finding.ok("threads", found);
  }

  /**
   * @param folder where a run would be written
   * @param isWritable whether this user may
   * @param free bytes
   */
  static Finding disk(String folder, boolean isWritable, long free) {
    String found = Sizes.text(free) + " free at " + folder;
    if (!isWritable) {
      return Finding.fail(
          "disk", found + ", but it cannot be written to", "choose another folder with --out");
    }
    if (free < LEAST_DISK) {
      return Finding.fail("disk", found, "free some space or choose another disk with --out");
    }
    return free < TIGHT_DISK
        ? Finding.warn(
            "disk", found, "10,000 small images need about 0.5 GB, 100,000 about 5 GB; free some")
        : Finding.ok("disk", found);
  }
}
