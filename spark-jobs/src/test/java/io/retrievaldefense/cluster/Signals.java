package io.retrievaldefense.cluster;

import java.io.IOException;

/** Signals to a process, by its id. */
final class Signals {
  private Signals() {}

  /** SIGSTOP: it does nothing more until it is resumed or killed. */
  static void stop(ProcessHandle process) throws IOException, InterruptedException {
    send("STOP", process);
  }

  /** SIGCONT. */
  static void resume(ProcessHandle process) throws IOException, InterruptedException {
    send("CONT", process);
  }

  /** SIGKILL, which also ends what is stopped. */
  static void kill(ProcessHandle process) throws IOException, InterruptedException {
    send("KILL", process);
  }

  private static void send(String signal, ProcessHandle process)
      throws IOException, InterruptedException {
    String id = Long.toString(process.pid());
    int code = new ProcessBuilder("kill", "-" + signal, id).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("process must take the signal " + signal + ": " + id);
    }
  }
}
