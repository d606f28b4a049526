package io.retrievaldefense.report;

import java.util.Objects;

/**
 * An attacked image of the gallery.
 *
 * @param example its id
 * @param className its true class
 * @param model what was attacked
 * @param attack the attack that made the stored image
 * @param threat what the attacker held
 * @param epsilon size of the ball
 * @param norm of the perturbation
 * @param original the clean image
 * @param adversarial the stored one
 * @param perturbation their difference, amplified
 * @param amplification by how much
 * @param before the answer to the clean image
 * @param after the answer to the stored one
 */
public record GalleryItem(
    long example,
    String className,
    String model,
    String attack,
    String threat,
    double epsilon,
    double norm,
    EmbeddedImage original,
    EmbeddedImage adversarial,
    EmbeddedImage perturbation,
    long amplification,
    ShownAnswer before,
    ShownAnswer after) {

  /** Checks that everything is there. */
  public GalleryItem {
    Objects.requireNonNull(className, "className");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
  }

  /** Whether the defence still gives the true class. */
  String outcome() {
    return after.isRight() ? "withstood" : "fooled";
  }

  /** Whether at least half of the neighbours still have the true class. */
  String retrieval() {
    return after.agreeing() >= 0.5 ? "kept" : "fooled";
  }

  /** Characters of its images, which are most of what it takes in the page. */
  long size() {
    long size = original.uri().length() + adversarial.uri().length() + perturbation.uri().length();
    for (ShownAnswer answer : new ShownAnswer[] {before, after}) {
      size += answer.neighbors().stream().mapToLong(n -> n.image().uri().length()).sum();
    }
    return size;
  }
}
