package io.retrievaldefense.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One thing to a slot, taken over by the next task, closed when nobody wants it. */
class SlotPoolTest {
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger made = new AtomicInteger();
  private final List<String> closed = new ArrayList<>();
  private final SlotPool<String> pool = new SlotPool<>(closed::add, now::get);

  private SlotPool<String>.Lease take(String key) throws IOException {
    return pool.take(key, () -> key + made.incrementAndGet());
  }

  @Test
  void whatWasPutBackIsTakenAgain() throws IOException {
    try (var first = take("a")) {
      assertThat(first.value()).isEqualTo("a1");
    }
    try (var next = take("a")) {
      assertThat(next.value()).isEqualTo("a1");
    }
    assertThat(made).hasValue(1);
  }

  @Test
  void twoAtATimeHaveOneEach() throws IOException {
    try (var one = take("a");
        var other = take("a")) {
      assertThat(other.value()).isNotEqualTo(one.value());
    }
    assertThat(made).hasValue(2);
  }

  @Test
  void anotherKeyIsAnotherThing() throws IOException {
    take("a").close();
    assertThat(take("b").value()).isEqualTo("b2");
  }

  @Test
  void onlyWhatIsIdleForLongIsClosed() throws IOException {
    var old = take("a");
    var used = take("b");
    old.close();
    now.set(50);
    var young = take("c");
    young.close();
    now.set(60);
    pool.closeIdleFor(60);
    assertThat(closed).containsExactly("a1");
    used.close();
    pool.closeIdleFor(0);
    assertThat(closed).containsExactlyInAnyOrder("a1", "c3", "b2");
  }

  @Test
  void putBackTwiceItIsThereOnce() throws IOException {
    var lease = take("a");
    lease.close();
    lease.close();
    take("a");
    assertThat(take("a").value()).isEqualTo("a2");
  }

  @Test
  void whatCannotBeMadeIsNotKept() {
    assertThatThrownBy(
            () ->
                pool.take(
                    "a",
                    () -> {
                      throw new IOException("gone");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("gone");
    pool.closeIdleFor(0);
    assertThat(closed).isEmpty();
  }
}
