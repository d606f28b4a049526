package io.retrievaldefense.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Files in the jar that become part of the page. */
final class PageResource {
  private PageResource() {}

  static String text(String name) {
    try (InputStream in = PageResource.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " must be readable in the jar", e);
    }
  }
}
