package io.retrievaldefense.attacks.loss;

import java.util.OptionalInt;

/** The losses that gradient attacks choose from; each is raised, with or without a target class. */
public enum LossKind {
  /** Cross-entropy of the true class, or minus that of the target. */
  CROSS_ENTROPY("ce", 2, 2) {
    @Override
    public OutputLoss of(int label, OptionalInt target) {
      return target.isPresent()
          ? new Negated(new CrossEntropy(target.getAsInt()))
          : new CrossEntropy(label);
    }
  },
  /** The best wrong logit over the true one, or the target's over the best other. */
  MARGIN("margin", 2, 2) {
    @Override
    public OutputLoss of(int label, OptionalInt target) {
      return target.isPresent() ? new Negated(new Margin(target.getAsInt())) : new Margin(label);
    }
  },
  /** Difference of logits ratio, untargeted or targeted. */
  DLR("dlr", 3, 4) {
    @Override
    public OutputLoss of(int label, OptionalInt target) {
      return target.isPresent()
          ? new TargetedLogitsRatio(label, target.getAsInt())
          : new DifferenceOfLogitsRatio(label);
    }
  };

  private final String id;
  private final int leastClasses;
  private final int leastClassesTargeted;

  LossKind(String id, int leastClasses, int leastClassesTargeted) {
    this.id = id;
    this.leastClasses = leastClasses;
    this.leastClassesTargeted = leastClassesTargeted;
  }

  /** The loss of an example. */
  public abstract OutputLoss of(int label, OptionalInt target);

  /** The name within an attack's name. */
  public String id() {
    return id;
  }

  /** The fewest classes the loss is defined for without a target. */
  public int leastClasses() {
    return leastClasses;
  }

  /** The fewest classes the loss is defined for with a target. */
  public int leastClassesTargeted() {
    return leastClassesTargeted;
  }
}
