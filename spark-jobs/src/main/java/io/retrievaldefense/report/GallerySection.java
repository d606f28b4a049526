package io.retrievaldefense.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Attacked images with what was retrieved for them before and after, to be filtered by class,
 * attack and outcome.
 */
final class GallerySection {
  private static final String SCRIPT = "gallery.js";

  /** With the rest of the page, less than 5 MB. */
  private static final long MOST_CHARACTERS = 3_500_000;

  private final List<GalleryItem> items;

  GallerySection(List<GalleryItem> items) {
    this.items = fitting(items);
  }

  private static List<GalleryItem> fitting(List<GalleryItem> items) {
    List<GalleryItem> fitting = new ArrayList<>();
    long size = 0;
    for (GalleryItem item : items) {
      size += item.size();
      if (size <= MOST_CHARACTERS) {
        fitting.add(item);
      }
    }
    return fitting;
  }

  void write(Markup page) {
    if (items.isEmpty()) {
      return;
    }
    page.open("section", "id", "gallery").element("h2", "Gallery");
    page.element(
        "p",
        "Each test image, the worst adversarial image that was stored for it, and their difference"
            + " around grey, amplified. Below, what the defence retrieved before and after the"
            + " attack, nearest first: the bar is the attention weight, and a cross marks a"
            + " neighbour of another class. Those of the true class agree; the retrieval counts as"
            + " fooled if fewer than half of all N do.",
        "class",
        "note");
    // The script shows the form: without it, there is nothing it could do.
    page.open("form", "class", "filters", "hidden", "hidden");
    filter(page, "class", "class", GalleryItem::className);
    filter(page, "attack", "attack", GallerySection::attack);
    filter(page, "outcome", "defence", GalleryItem::outcome);
    filter(page, "retrieval", "retrieval", GalleryItem::retrieval);
    page.element("p", items.size() + " examples", "id", "gallery-count", "role", "status");
    page.close().open("div", "class", "gallery");
    items.forEach(item -> item(page, item));
    page.close().script(PageResource.text(SCRIPT)).close();
  }

  private void filter(
      Markup page, String name, String label, Function<GalleryItem, String> property) {
    page.open("label").text(label + " ").open("select", "name", name);
    page.element("option", "all", "value", "");
    items.stream()
        .map(property)
        .distinct()
        .sorted()
        .forEach(value -> page.element("option", value, "value", value));
    page.close().close();
  }

  private static String attack(GalleryItem item) {
    return item.attack() + ", " + item.threat();
  }

  private static void item(Markup page, GalleryItem item) {
    page.open(
        "article",
        "data-class",
        item.className(),
        "data-attack",
        attack(item),
        "data-outcome",
        item.outcome(),
        "data-retrieval",
        item.retrieval());
    page.open("h3").text(item.className() + " ");
    page.element("small", "example " + item.example()).close();
    page.open("p").element("span", "defence " + item.outcome(), "class", "tag " + item.outcome());
    page.element("span", "retrieval " + item.retrieval(), "class", "tag " + item.retrieval());
    page.close();
    page.open("div", "class", "triple");
    picture(page, item.original(), "original", "original of class " + item.className());
    picture(
        page,
        item.adversarial(),
        "adversarial",
        "adversarial image, taken for " + item.after().className());
    picture(
        page,
        item.perturbation(),
        "difference \u00d7 " + item.amplification(),
        "difference of the two, amplified " + item.amplification() + " times");
    page.close();
    page.element(
        "p",
        String.format(
            "%s, %s, %s; epsilon %s, change of at most %s",
            item.model(),
            item.attack(),
            item.threat(),
            Numbers.epsilon(item.epsilon()),
            Numbers.decimal(item.norm(), 4)),
        "class",
        "note");
    answer(page, "before", item.before());
    answer(page, "after", item.after());
    page.close();
  }

  private static void answer(Markup page, String when, ShownAnswer answer) {
    page.element(
        "h4",
        String.format(
            "%s: %s, %s %%; of the neighbours %s %% agree",
            when,
            answer.className(),
            Numbers.percent(answer.probability()),
            Numbers.percent(answer.agreeing())));
    page.open("ol", "class", "neighbors");
    for (ShownAnswer.Neighbor neighbor : answer.neighbors()) {
      page.open("li", "class", neighbor.isSameClass() ? "same" : "other");
      String weight = Numbers.decimal(neighbor.weight(), 2);
      page.empty(
          "img",
          "src",
          neighbor.image().uri(),
          "alt",
          "neighbour of class " + neighbor.className() + ", weight " + weight);
      page.element(
          "span",
          "",
          "class",
          "weight",
          "style",
          "--weight:" + Numbers.decimal(neighbor.weight(), 3));
      page.element(
          "small", (neighbor.isSameClass() ? "" : "\u2717 ") + neighbor.className() + " " + weight);
      page.close();
    }
    page.close();
  }

  private static void picture(Markup page, EmbeddedImage image, String caption, String alt) {
    page.open("figure").empty("img", "src", image.uri(), "alt", alt);
    page.element("figcaption", caption).close();
  }
}
