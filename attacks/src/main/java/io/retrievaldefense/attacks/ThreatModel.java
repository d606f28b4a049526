package io.retrievaldefense.attacks;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the attacker is assumed to hold. They nest: whoever knows more can also run what a weaker
 * attacker runs, so the worst case of a threat model includes those of all it {@linkplain #includes
 * includes}.
 */
public enum ThreatModel {
  /** The public plain CNN, white box. The attacker does not see the defence. */
  BASELINE_TRANSFER(
      "baseline-transfer",
      EnumSet.of(
          Capability.LABELS, Capability.SCORES, Capability.LOSS_GRADIENT, Capability.FEATURES)),
  /**
   * Also the plain CNN whose features the defence uses, where that is another network than the
   * public one: an attacker who got hold of the extractor and ignores what stands behind it.
   */
  EXTRACTOR_TRANSFER(
      "extractor-transfer",
      EnumSet.of(
          Capability.LABELS, Capability.SCORES, Capability.LOSS_GRADIENT, Capability.FEATURES)),
  /**
   * Also extractor, attention and head, white box, but not the private set: the attacker crafts
   * through a stand-in index of public images.
   */
  PRIVATE_INDEX("private-index", EnumSet.allOf(Capability.class)),
  /** Everything, the private index too; retrieval is re-run at every step of the attack. */
  KNOWN_INDEX("known-index", EnumSet.allOf(Capability.class));

  private final String id;
  private final Set<Capability> grants;

  ThreatModel(String id, Set<Capability> grants) {
    this.id = id;
    this.grants = Collections.unmodifiableSet(grants);
  }

  /** The name used in configurations, result rows, tables and plots. */
  public String id() {
    return id;
  }

  /** What the attacker may ask of a model that this threat model lets him hold. */
  public Set<Capability> grants() {
    return grants;
  }

  /** True if this attacker knows at least what {@code weaker} knows. */
  public boolean includes(ThreatModel weaker) {
    return compareTo(weaker) >= 0;
  }

  /**
   * Refuses, before any work, an attack that asks for more than this threat model grants or than
   * the model offers, and a model that an attacker under this threat model does not hold.
   *
   * @throws IllegalArgumentException naming the attack and what it asks for
   */
  public void check(Attack attack, AttackedModel source) {
    if (!includes(source.heldUnder())) {
      throw new IllegalArgumentException(
          "model that %s crafts on must be one that %s grants: one of %s"
              .formatted(attack.name(), id, source.heldUnder().id));
    }
    for (Capability needed : attack.needs()) {
      if (!grants.contains(needed)) {
        throw new IllegalArgumentException(
            "attack %s must ask only for what %s grants, %s: %s"
                .formatted(attack.name(), id, grants, needed));
      }
      if (!source.capabilities().contains(needed)) {
        throw new IllegalArgumentException(
            "attack %s must ask only for what the model offers, %s: %s"
                .formatted(attack.name(), source.capabilities(), needed));
      }
    }
  }

  /**
   * The threat model of that {@link #id()}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ThreatModel of(String id) {
    for (ThreatModel threat : values()) {
      if (threat.id.equals(id)) {
        return threat;
      }
    }
    throw new IllegalArgumentException(
        "threat model must be one of baseline-transfer, extractor-transfer, private-index, known-index: "
            + id);
  }

  @Override
  public String toString() {
    return id;
  }
}
