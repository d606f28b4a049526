package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.Passing;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.index.projection.Digests;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Work that one thread does from start to end, and whose rows become visible as one.
 *
 * @param group which attacks
 * @param threat what the attacker is assumed to hold
 * @param source the model that is crafted on
 * @param targets the models under test; more than one only where all examples are attacked anyway
 * @param epsilon size of the ball; 0 of clean images
 * @param images the examples; where a unit is only planned and done elsewhere, without pixels
 */
public record WorkUnit(
    AttackGroup group,
    ThreatModel threat,
    ModelKey source,
    List<ModelKey> targets,
    double epsilon,
    List<LabeledImage> images)
    implements Serializable {

  /** Copies the lists, of which none may be empty. */
  public WorkUnit {
    targets = List.copyOf(targets);
    images = List.copyOf(images);
    if (targets.isEmpty() || images.isEmpty()) {
      throw new IllegalArgumentException(
          "unit of work must have targets and images: " + targets.size() + " and " + images.size());
    }
    if (group.passing() == Passing.SURVIVORS && targets.size() > 1) {
      throw new IllegalArgumentException(
          "unit of work that passes survivors on must have one target: " + targets);
    }
  }

  /** The same work on the images themselves. */
  public WorkUnit with(List<LabeledImage> whole) {
    WorkUnit same = new WorkUnit(group, threat, source, targets, epsilon, whole);
    if (!same.id().equals(id())) {
      throw new IllegalArgumentException("images must be those of the unit " + id() + ": " + whole);
    }
    return same;
  }

  /** True if the model under test is crafted on, and nothing else is to be learned from it. */
  boolean isWhiteBox() {
    return targets.equals(List.of(source));
  }

  List<Example> examples() {
    return Examples.of(images);
  }

  /** A name that no other unit of the same evaluation has, fit for a file. */
  public String id() {
    MessageDigest sha = Digests.sha256();
    StringBuilder text = new StringBuilder();
    text.append(source).append(targets).append(epsilon);
    images.forEach(image -> text.append(' ').append(image.id()));
    sha.update(text.toString().getBytes(StandardCharsets.UTF_8));
    return group.id()
        + "-"
        + threat.id()
        + "-"
        + HexFormat.of().formatHex(sha.digest()).substring(0, 32);
  }

  /** Group, model, threat and epsilon, for people. */
  public String describe(ModelKey target) {
    return group == AttackGroup.CLEAN
        ? "clean images, " + target
        : "%s, %s, %s, epsilon %s".formatted(group.id(), target, threat.id(), epsilon);
  }
}
