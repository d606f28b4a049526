package io.retrievaldefense.jobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import org.apache.spark.SparkContext;
import org.apache.spark.util.AccumulatorV2;

/**
 * The largest resident size that any executor's process has had, in bytes: heap, ND4J's arrays and
 * everything else. 0 where the operating system does not say (no {@code /proc}).
 */
final class PeakResident extends AccumulatorV2<Long, Long> {

  private static final Path STATUS = Path.of("/proc/self/status");

  private long bytes;

  private PeakResident(long bytes) {
    this.bytes = bytes;
  }

  static PeakResident register(SparkContext spark) {
    PeakResident peak = new PeakResident(0);
    spark.register(peak, "peak resident bytes");
    return peak;
  }

  /** Takes this process's peak so far into account. */
  void sample() {
    add(ofThisProcess());
  }

  static long ofThisProcess() {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try (Scanner scanner = new Scanner(STATUS, StandardCharsets.US_ASCII)) {
      return scanner.findWithinHorizon("VmHWM:", 0) == null ? 0 : 1024 * scanner.nextLong();
    } catch (IOException e) {
      // A figure for the user, not part of the result.
      return 0;
    }
  }

  @Override
  public boolean isZero() {
    return bytes == 0;
  }

  @Override
  public AccumulatorV2<Long, Long> copy() {
    return new PeakResident(bytes);
  }

  @Override
  public void reset() {
    bytes = 0;
  }

  @Override
  public void add(Long value) {
    bytes = Math.max(bytes, value);
  }

  @Override
  public void merge(AccumulatorV2<Long, Long> other) {
    add(other.value());
  }

  @Override
  public Long value() {
    return bytes;
  }
}
