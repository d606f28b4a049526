package io.retrievaldefense.report;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What stands around the content of every page; it needs no other file. */
final class HtmlPage {
  /** It must hold nothing that escaping would change. */
  private static final String STYLE = "report.css";

  /** Legends, contents, folded parts. */
  private static final String SCRIPT = "page.js";

  private HtmlPage() {}

  /**
   * @param title of the page, and its first heading
   * @param content what is in it
   * @return the page, UTF-8
   */
  static byte[] bytes(String title, Consumer<Markup> content) {
    Markup page = new Markup();
    page.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml").open("head");
    page.empty("meta", "charset", "utf-8");
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.element("title", title).element("style", PageResource.text(STYLE)).close();
    page.open("body").open("main").element("h1", title);
    content.accept(page);
    page.close().script(PageResource.text(SCRIPT)).close().close();
    return ("<!DOCTYPE html>\n" + page.finish()).getBytes(StandardCharsets.UTF_8);
  }

  /** Where the page's script lists the sections. */
  static void contents(Markup page) {
    page.element("nav", "", "id", "contents", "aria-label", "Contents");
  }
}
