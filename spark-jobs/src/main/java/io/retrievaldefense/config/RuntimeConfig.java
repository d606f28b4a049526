package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * What of the machine may be used; nothing here changes a result of attack or retrieval.
 *
 * @param threads threads of a training step on the driver; a task always uses one
 * @param offHeap bytes ND4J may allocate outside the Java heap, per process
 * @param resident bytes the whole process may have resident before ND4J refuses to allocate
 */
public record RuntimeConfig(Count threads, long offHeap, long resident) {
  static final ConfigKey<Count> THREADS =
      ConfigKey.of(
          "runtime.threads",
          Count.kind(1),
          "threads of training on the driver; all is one per core, a task always uses one");
  static final ConfigKey<Long> OFF_HEAP =
      ConfigKey.of(
          "runtime.off-heap",
          NumberKinds.memory(),
          "memory ND4J may allocate outside the Java heap, per process");
  static final ConfigKey<Long> RESIDENT =
      ConfigKey.of(
          "runtime.resident",
          NumberKinds.memory(),
          "memory of the whole process beyond which ND4J refuses to allocate");

  static final List<ConfigKey<?>> KEYS = List.of(THREADS, OFF_HEAP, RESIDENT);

  /** Checks every value, and that the process has room for what ND4J may take. */
  public RuntimeConfig {
    THREADS.check(threads);
    OFF_HEAP.check(offHeap);
    RESIDENT.check(resident);
    if (resident < offHeap) {
      throw new ConfigException(
          "runtime.resident must be at least runtime.off-heap, "
              + OFF_HEAP.kind().show(offHeap)
              + ": "
              + RESIDENT.kind().show(resident));
    }
  }

  static RuntimeConfig read(Config config) {
    return new RuntimeConfig(THREADS.read(config), OFF_HEAP.read(config), RESIDENT.read(config));
  }
}
