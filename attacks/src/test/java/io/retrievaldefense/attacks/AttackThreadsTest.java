package io.retrievaldefense.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.attacks.testing.LinearModel;
import io.retrievaldefense.attacks.testing.ProbingAttack;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However a run ends, it ends, and no thread of an attack outlives it. */
@Timeout(30)
class AttackThreadsTest {
  private static final List<Example> EXAMPLES =
      IntStream.range(0, 40).mapToObj(i -> Example.untargeted(i, new float[] {.5f}, 0)).toList();

  private static List<AttackResult> run(Attack attack, AttackedModel model) {
    AttackPlan plan = AttackPlan.of(attack, new LinfBall(.1), ThreatModel.BASELINE_TRANSFER, 42);
    return AttackHarness.run(plan.inBatchesOf(8), model, EXAMPLES);
  }

  /** Their work is over when a run returns; the threads themselves end a moment later. */
  @AfterEach
  void noThreadIsLeft() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("attack")) {
        thread.join(1_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  /** Asks without end. */
  private static Attack endless() {
    return new ProbingAttack(List.of()) {
      @Override
      public float[] perturb(AttackSession session) {
        while (true) {
          session.scores(session.original());
        }
      }
    };
  }

  @Test
  void aRunThatSucceeds() {
    assertThat(run(new ProbingAttack(List.of(.45f)), ProbingAttack.onePixel())).hasSize(40);
  }

  @Test
  void anErrorInOneAttackAmongEndlessOnes() {
    Attack attack =
        new ProbingAttack(List.of()) {
          @Override
          public float[] perturb(AttackSession session) {
            if (session.random().nextInt(4) == 0) {
              throw new StackOverflowError("attack");
            }
            return endless().perturb(session);
          }
        };

    assertThatThrownBy(() -> run(attack, ProbingAttack.onePixel()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("attack failed on example ")
        .hasCauseInstanceOf(StackOverflowError.class);
  }

  @Test
  void anErrorInTheModel() {
    LinearModel failing =
        new LinearModel(new double[][] {{1}, {0}}, new double[] {0, .2}) {
          @Override
          public float[][] scores(float[][] images) {
            if (calls() > 20) {
              throw new OutOfMemoryError("native");
            }
            return super.scores(images);
          }
        };

    assertThatThrownBy(() -> run(endless(), failing))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("native");
  }

  @Test
  void aRunThatIsInterrupted() throws InterruptedException {
    CountDownLatch underWay = new CountDownLatch(1);
    Attack attack =
        new ProbingAttack(List.of()) {
          @Override
          public float[] perturb(AttackSession session) {
            underWay.countDown();
            return endless().perturb(session);
          }
        };
    FutureTask<Boolean> cancelled =
        new FutureTask<>(
            () -> {
              assertThatThrownBy(() -> run(attack, ProbingAttack.onePixel()))
                  .isInstanceOf(CancellationException.class)
                  .hasMessage("attack was cancelled");
              return Thread.currentThread().isInterrupted();
            });
    Thread runner = new Thread(cancelled, "runner");
    runner.start();
    assertThat(underWay.await(10, TimeUnit.SECONDS)).isTrue();

    runner.interrupt();

    assertThat(cancelled)
        .as("whoever called still sees that it was interrupted")
        .succeedsWithin(20, TimeUnit.SECONDS)
        .isEqualTo(true);
  }
}
