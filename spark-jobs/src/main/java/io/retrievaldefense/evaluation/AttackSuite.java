package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Budget;
import io.retrievaldefense.attacks.RetrievalAccess;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.gradient.IteratedFgsm;
import io.retrievaldefense.attacks.gradient.Pgd;
import io.retrievaldefense.attacks.noise.Noise;
import io.retrievaldefense.attacks.retrieval.SoftGradientModel;
import io.retrievaldefense.attacks.suite.Suite;
import io.retrievaldefense.attacks.suite.SuiteShape;
import io.retrievaldefense.attacks.support.ImageGrid;
import io.retrievaldefense.config.AttacksConfig;
import io.retrievaldefense.images.ImageShape;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Which attacks are run, as a configuration asks for them and as it is sent to executors.
 *
 * @param suite the set of attacks
 * @param paper the configured FGSM and iFGSM, which take the place of the set's
 * @param threats the threat models, weakest first
 * @param epsilons sizes of the ball, smallest first
 * @param images how images lie in their arrays
 * @param batch examples of a model call
 * @param unit examples of a unit of work
 * @param queries the most forward passes of one attack on one example
 * @param time the longest that one attack on one example may take
 */
public record AttackSuite(
    Suite suite,
    PaperAttacks paper,
    List<ThreatModel> threats,
    List<Double> epsilons,
    ImageShape images,
    int batch,
    int unit,
    long queries,
    Duration time)
    implements Serializable {

  /** Steps of the attacks that compare a model with one of which a part is changed. */
  private static final int ABLATION_STEPS = 20;

  /** Length of the steps together, over epsilon, of the attack that is to reach chance. */
  private static final double CHANCE_REACH = 2.5;

  /** Under which the checklist expects of a plain network that it falls. */
  private static final int PLAIN_CNN_STEPS = 100;

  /** As configured, for images of a shape. */
  public static AttackSuite of(AttacksConfig config, ImageShape images) {
    OptionalInt seconds = config.seconds().limit();
    OptionalInt queries = config.queries().limit();
    return new AttackSuite(
        Suite.valueOf(config.suite().name()),
        PaperAttacks.of(config),
        config.threats().stream()
            .map(threat -> ThreatModel.valueOf(threat.name()))
            .sorted()
            .toList(),
        config.epsilons().stream().sorted().toList(),
        images,
        config.slice(),
        config.unit(),
        queries.isPresent() ? queries.getAsInt() : Budget.unlimited().queries(),
        seconds.isPresent() ? Duration.ofSeconds(seconds.getAsInt()) : Budget.unlimited().time());
  }

  /** What one attack on one example may cost. */
  Budget budget() {
    return new Budget(queries, time);
  }

  /** The attacks of a group on a model; a threat model may not grant them all. */
  public List<Attack> attacks(AttackGroup group, AttackedModel model) {
    SuiteShape shape = shape(model);
    return switch (group) {
      case CLEAN -> List.of();
      case TABLE -> table(shape);
      case SURVIVORS -> suite.onSurvivors(shape);
      case QUERIES -> suite.byQueries(shape);
      case MORE_STEPS -> suite.withMoreSteps(shape);
      case MORE_RESTARTS -> suite.withMoreRestarts(shape);
      // From the image itself: at epsilon 1 a random start is noise, which alone reaches chance.
      case CHANCE -> List.of(IteratedFgsm.of(suite.steps(), suite.steps() / CHANCE_REACH));
      case PLAIN_CNN -> List.of(Pgd.of(PLAIN_CNN_STEPS));
      case ABLATION -> suite.onChangedParts(shape, ABLATION_STEPS);
    };
  }

  /** The attacks of a group on a model and the plain network together. */
  List<Attack> jointAttacks(AttackGroup group, AttackedModel model) {
    return group == AttackGroup.SURVIVORS ? suite.jointly(shape(model)) : List.of();
  }

  /** The same where the model's gradient goes through its retrieval. */
  List<Attack> jointAttacksThroughRetrieval(AttackGroup group, AttackedModel model) {
    return group == AttackGroup.SURVIVORS ? suite.jointlyThroughRetrieval(shape(model)) : List.of();
  }

  /** A defence whose gradient goes through as many rows as the suite's attacks consider. */
  AttackedModel throughRetrieval(AttackedModel defence) {
    return new SoftGradientModel(defence, suite.candidates(shape(defence)));
  }

  private List<Attack> table(SuiteShape shape) {
    List<Attack> attacks = new ArrayList<>();
    List<Attack> stronger = new ArrayList<>();
    for (Attack attack : suite.onEveryExample(shape)) {
      if (attack instanceof Noise) {
        attacks.add(attack);
      } else if (!(attack instanceof Fgsm || attack instanceof IteratedFgsm)) {
        stronger.add(attack);
      }
    }
    attacks.addAll(paper.attacks());
    attacks.addAll(stronger);
    return attacks;
  }

  /**
   * Names of all attacks of the suite on a defence: what the suite's own name stands for, which may
   * be others in another version.
   *
   * @param rows of its index
   */
  public List<String> attackNames(int classes, int rows, int neighbors) {
    SuiteShape shape = shape(classes, rows, neighbors);
    return Stream.of(
            suite.attacks(shape), suite.withMoreSteps(shape), suite.withMoreRestarts(shape))
        .flatMap(List::stream)
        .map(Attack::name)
        .toList();
  }

  private SuiteShape shape(AttackedModel model) {
    return shape(
        model.classes(),
        model.retrieval().map(RetrievalAccess::size).orElse(0),
        model.retrieval().map(RetrievalAccess::neighbors).orElse(0));
  }

  private SuiteShape shape(int classes, int rows, int neighbors) {
    return new SuiteShape(
        new ImageGrid(images.height(), images.width(), images.channels()),
        classes,
        rows,
        neighbors);
  }
}
