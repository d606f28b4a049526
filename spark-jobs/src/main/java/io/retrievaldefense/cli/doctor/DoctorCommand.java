package io.retrievaldefense.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.retrievaldefense.backend.NativeBackend;
import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.cli.doctor.Finding.Grade;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.config.RuntimeConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether this machine is fit, each finding with what to do about it. */
@Command(
    name = "doctor",
    description =
        "Check Java, memory, CPU, oneDNN, threads, Spark, disk and HDFS, each with what to do about"
            + " it; exit code 1 if something must be mended.",
    footer = {"", "Example:", "  retrieval-defense doctor --out runs/first"})
public final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "where a run would be written; by default the working directory")
  private String out;

  @Option(
      names = "--hdfs",
      paramLabel = "URI",
      description = "a file system that must answer, such as hdfs://namenode:8020/")
  private Optional<String> hdfs = Optional.empty();

  @Option(
      names = "--master",
      paramLabel = "URL",
      defaultValue = "local[2]",
      description = "Spark's master (default: ${DEFAULT-VALUE}, an embedded Spark)")
  private String master;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "one key of the configuration, such as runtime.off-heap")
  private List<String> settings = new ArrayList<>();

  @Spec private CommandSpec spec;

  /** Filled in by picocli. */
  public DoctorCommand() {}

  @Override
  public Integer call() throws IOException {
    RuntimeConfig runtime = RunConfigReader.defaults(settings.toArray(String[]::new)).runtime();
    PrintWriter console = spec.commandLine().getOut();
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(memory(runtime));
    findings.add(
        MachineChecks.cpu(System.getProperty("os.arch"), NativeBackend.vectorExtensions()));
    findings.add(oneDnn(runtime));
    findings.add(
        MachineChecks.threads(NativeThreads.available(), System.getenv("OMP_NUM_THREADS")));
    findings.add(Services.disk(out));
    hdfs.ifPresent(uri -> findings.add(Services.hdfs(uri)));
    findings.add(Services.spark(master));
    findings.forEach(finding -> console.println(finding.text()));
    long failures = count(findings, Grade.FAIL);
    console.printf(
        "%d checks: %d ok, %d warnings, %d failures%n",
        findings.size(), count(findings, Grade.OK), count(findings, Grade.WARN), failures);
    console.flush();
    return failures == 0 ? 0 : 1;
  }

  private static long count(List<Finding> findings, Grade grade) {
    return findings.stream().filter(finding -> finding.grade() == grade).count();
  }

  private static Finding java() {
    return MachineChecks.java(
        Runtime.version().feature(),
        System.getProperty("java.version")
            + " of "
            + System.getProperty("java.vendor")
            + ", "
            + System.getProperty("java.home"));
  }

  private static Finding memory(RuntimeConfig runtime) {
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return MachineChecks.memory(
        Runtime.getRuntime().maxMemory(),
        runtime.offHeap(),
        runtime.resident(),
        machine.getTotalMemorySize());
  }

  private static Finding oneDnn(RuntimeConfig runtime) {
    NativeMemory.limit(runtime.offHeap(), runtime.resident());
    try {
      String description = NativeBackend.description();
      return MachineChecks.oneDnn(description, NativeBackend.isOneDnn());
    } catch (LinkageError e) {
      return Finding.fail(
          "onednn",
          "ND4J's natives do not load: " + e.getMessage(),
          "build for this platform, such as ./mvnw -Dnative.platform=macosx-arm64 package");
    }
  }
}
