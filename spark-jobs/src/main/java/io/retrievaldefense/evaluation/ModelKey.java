package io.retrievaldefense.evaluation;

import io.retrievaldefense.report.EvaluatedModel;
import java.io.Serializable;
import java.util.Locale;

/**
 * A model that is attacked or crafted on.
 *
 * @param model the plain network or the defence of some N
 * @param build how it is put together
 */
public record ModelKey(EvaluatedModel model, Build build) implements Serializable {

  /** The plain network. */
  public static final ModelKey BASELINE = asBuilt(EvaluatedModel.BASELINE);

  /** The extractor as a classifier. */
  public static final ModelKey EXTRACTOR = asBuilt(EvaluatedModel.EXTRACTOR);

  /** What is changed in a defence, to attack through it or to see what the part is worth. */
  public enum Build {
    /** The defence itself. */
    AS_BUILT,
    /** Over the attacker's index of public images. */
    STAND_IN,
    /** The N nearest rows, not those that the index's engine finds. */
    EXACT_SEARCH,
    /** y-bar is not looked at. */
    LABELS_OFF,
    /** alpha = 1 / N. */
    UNIFORM_ATTENTION,
    /** The N nearest of h, not of W h. */
    NO_PROJECTION,
    /** Rows with labels drawn anew. */
    SHUFFLED_LABELS
  }

  /** The model as it was trained, over its own index. */
  public static ModelKey asBuilt(EvaluatedModel model) {
    return new ModelKey(model, Build.AS_BUILT);
  }

  @Override
  public String toString() {
    return build == Build.AS_BUILT ? model.toString() : model + " " + buildName();
  }

  /** The build in lower case, with hyphens. */
  public String buildName() {
    return build.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
