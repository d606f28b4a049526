package io.retrievaldefense.attacks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** The attacks that one example goes through, as straight-line code in a thread of its own. */
final class ExampleTurns implements Callable<List<Outcome>> {

  private static final System.Logger LOG = System.getLogger(ExampleTurns.class.getName());

  private final Example example;
  private final List<Turn> turns;
  private final List<TestSubject> subjects;
  private final int at;
  private final Passing passing;
  private final Consumer<ModelQuestion> model;

  /**
   * @param at the example's place among those of the subjects
   * @param model takes questions
   */
  ExampleTurns(
      List<Turn> turns,
      List<TestSubject> subjects,
      int at,
      Passing passing,
      Consumer<ModelQuestion> model) {
    this.example = subjects.get(0).examples().get(at);
    this.turns = turns;
    this.subjects = subjects;
    this.at = at;
    this.passing = passing;
    this.model = model;
  }

  /** One outcome per attack; fewer where the example did not survive. */
  @Override
  public List<Outcome> call() throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>(turns.size());
    for (Turn turn : turns) {
      Outcome outcome = outcome(turn);
      outcomes.add(outcome);
      if (passing == Passing.SURVIVORS && !outcome.isRobust(example.label())) {
        break;
      }
    }
    return outcomes;
  }

  private Outcome outcome(Turn turn) throws InterruptedException {
    boolean attacked = subjects.stream().anyMatch(subject -> subject.isAttacked(at, turn.plan()));
    Crafted crafted = attacked ? crafted(turn) : null;
    List<Verdict> verdicts = new ArrayList<>(subjects.size());
    for (TestSubject subject : subjects) {
      verdicts.add(
          subject.isAttacked(at, turn.plan())
              ? verdict(subject.model(), crafted.image())
              : subject.clean(at));
    }
    return new Outcome(crafted, verdicts);
  }

  /** A broken attack is a status of its row; what breaks the contract or is cancelled is not. */
  private Crafted crafted(Turn turn) {
    try {
      return new AttackSession(example, turn.source(), turn.plan(), model).run();
    } catch (AttackContractException | CancellationException e) {
      throw e;
    } catch (RuntimeException failure) {
      String message =
          "attack %s failed on example %d".formatted(turn.plan().attack().name(), example.id());
      LOG.log(System.Logger.Level.WARNING, message, failure);
      return Crafted.failed(example);
    }
  }

  private Verdict verdict(AttackedModel underTest, float[] image) throws InterruptedException {
    ModelQuestion question =
        new ModelQuestion(
            example.id(), underTest, Verdict.kind(underTest), new float[][] {image}, List.of());
    model.accept(question);
    question.await();
    return Verdict.of(question);
  }
}
