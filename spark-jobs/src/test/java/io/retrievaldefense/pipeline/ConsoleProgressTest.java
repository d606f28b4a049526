package io.retrievaldefense.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private long seconds;
  private final ConsoleProgress progress =
      new ConsoleProgress(
          new Console(
              new PrintWriter(lines, true, StandardCharsets.UTF_8), () -> seconds * 1_000_000_000),
          "prepare");

  @Test
  void saysWhatHowFarAndTimeLeft() {
    progress.begin("decoding", 10_000);
    seconds = 10;
    progress.advance(2_500);
    assertThat(lines).hasToString("prepare: decoding, 2,500 of 10,000 (25 %), 0:30 left\n");
  }

  @Test
  void keepsQuietForFiveSecondsAndAtTheEnd() {
    progress.begin("decoding", 100);
    seconds = 4;
    progress.advance(40);
    seconds = 6;
    progress.advance(60);
    assertThat(lines).hasToString("");
  }

  @Test
  void hoursAreShownWhereThereAreAny() {
    progress.begin("training", 3);
    seconds = 3_700;
    progress.advance(1);
    assertThat(lines).hasToString("prepare: training, 1 of 3 (33 %), 2:03:20 left\n");
  }

  @Test
  void notesAreLinesOfTheirOwn() {
    progress.note("epoch 1: loss 0.3");
    assertThat(lines).hasToString("prepare: epoch 1: loss 0.3\n");
  }

  @Test
  void barOfATerminalIsDrawnOverAndGoneWhenALineComes() {
    Console terminal =
        new Console(
            new PrintWriter(lines, true, StandardCharsets.UTF_8),
            () -> seconds * 1_000_000_000,
            Console.Medium.TERMINAL);
    ConsoleProgress drawn = new ConsoleProgress(terminal, "prepare");
    drawn.begin("decoding", 8);
    seconds = 1;
    drawn.advance(2);
    seconds = 2;
    drawn.advance(2);
    drawn.note("done");
    String over = "\r\u001b[K";
    assertThat(lines)
        .hasToString(
            over
                + "prepare [######..................] 25 %, 0:03 left"
                + over
                + "prepare [############............] 50 %, 0:02 left"
                + over
                + "prepare: done\n");
  }

  @Test
  void unitsAreNotNegative() {
    assertThatThrownBy(() -> progress.begin("x", -1)).hasMessage("units must not be negative: -1");
    assertThatThrownBy(() -> progress.advance(-1)).hasMessage("units must not be negative: -1");
  }
}
