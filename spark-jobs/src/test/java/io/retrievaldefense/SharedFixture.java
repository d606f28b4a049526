package io.retrievaldefense;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands tests what is costly to make, made by the first that asks and ended after the last test.
 *
 * @param <T> what is handed
 */
public abstract class SharedFixture<T extends SharedFixture.Ended> implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedFixture.class);

  private final Class<T> type;
  private final Callable<T> start;

  protected SharedFixture(Class<T> type, Callable<T> start) {
    this.type = type;
    this.start = start;
  }

  /** What is closed after the last test. */
  public interface Ended extends ExtensionContext.Store.CloseableResource {
    @Override
    void close() throws IOException;
  }

  @Override
  public final boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == type;
  }

  @Override
  public final Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(type, key -> started(), type);
  }

  private T started() {
    try {
      return start.call();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ParameterResolutionException(type.getSimpleName() + " must start", e);
    } catch (Exception e) {
      throw new ParameterResolutionException(type.getSimpleName() + " must start", e);
    }
  }

  /** Deletes a folder and what is in it. */
  public static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException error)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
