package io.retrievaldefense.report;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes HTML that is well-formed XML too: text is escaped, every element is closed, in order. */
final class Markup {
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element; attributes are names and values in turn. */
  Markup open(String element, String... attributes) {
    start(element, attributes);
    text.append('>');
    open.push(element);
    return this;
  }

  /** Closes the element that was opened last. */
  Markup close() {
    text.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** An element with text in it. */
  Markup element(String element, String content, String... attributes) {
    start(element, attributes);
    text.append('>').append(escape(content)).append("</").append(element).append(">\n");
    return this;
  }

  /** An element with nothing in it. */
  Markup empty(String element, String... attributes) {
    start(element, attributes);
    text.append("/>\n");
    return this;
  }

  /**
   * A script of this project's own, which is not escaped: HTML would not undo that. XML reads it as
   * a section of characters, HTML as a comment around it.
   */
  Markup script(String code) {
    if (code.contains("]]>") || code.contains("</script")) {
      throw new IllegalArgumentException("script must not hold what ends it: ]]> or </script");
    }
    text.append("<script>/*<![CDATA[*/\n").append(code).append("/*]]>*/</script>\n");
    return this;
  }

  /** Text within the open element. */
  Markup text(String content) {
    text.append(escape(content));
    return this;
  }

  /** All that was written, once every element is closed. */
  String finish() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("element must be closed: " + open.peek());
    }
    return text.toString();
  }

  private void start(String element, String... attributes) {
    text.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      text.append(escape(attributes[i + 1])).append('"');
    }
  }

  /** Replaces what has a meaning in HTML, and what XML does not allow at all. */
  static String escape(String content) {
    StringBuilder escaped = new StringBuilder(content.length());
    content
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isAllowed(c) ? c : '\uFFFD');
              }
            });
    return escaped.toString();
  }

  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
