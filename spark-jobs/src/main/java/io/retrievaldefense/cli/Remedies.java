package io.retrievaldefense.cli;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import org.apache.hadoop.security.AccessControlException;

/** What a user can do about a failure that is nobody's bug. */
final class Remedies {
  private Remedies() {}

  /** Half a sentence, for the error or the first of its causes that there is a remedy for. */
  static Optional<String> of(Throwable error) {
    Throwable cause = error;
    for (int depth = 0; cause != null && depth < 50; depth++) {
      Optional<String> remedy = forOne(cause);
      if (remedy.isPresent()) {
        return remedy;
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  private static Optional<String> forOne(Throwable error) {
    String message = String.valueOf(error.getMessage());
    if (error instanceof OutOfMemoryError) {
      boolean isHeap = message.contains("heap") || message.contains("GC overhead");
      return Optional.of(
          isHeap
              ? "give it more with RETRIEVAL_DEFENSE_HEAP=8g"
              : "raise runtime.off-heap and runtime.resident, or lower the batch sizes");
    }
    if (error instanceof LinkageError) {
      return Optional.of("retrieval-defense doctor tells whether Java and natives fit");
    }
    if (error instanceof ConnectException
        || error instanceof UnknownHostException
        || error instanceof NoRouteToHostException
        || error instanceof SocketTimeoutException) {
      return Optional.of("check the address, and retrieval-defense doctor --hdfs URI");
    }
    if (error instanceof AccessDeniedException
        || error instanceof AccessControlException
        || (error instanceof FileNotFoundException && message.endsWith("(Permission denied)"))) {
      return Optional.of("give this user the right to it, or choose another folder");
    }
    if (message.contains("Too many open files")) {
      return Optional.of("raise the limit of open files, ulimit -n");
    }
    if (message.contains("No space left on device") || message.contains("quota")) {
      return Optional.of("free some space or choose another disk with --out");
    }
    return Optional.empty();
  }
}
