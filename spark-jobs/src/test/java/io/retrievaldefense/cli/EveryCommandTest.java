package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What holds for all commands there are, those to come included. */
class EveryCommandTest {

  static Stream<String> commands() {
    List<String> names = new ArrayList<>();
    collect(Main.commandLine(Commands.all()), "", names);
    return names.stream();
  }

  private static void collect(CommandLine line, String path, List<String> names) {
    names.add(path.trim());
    line.getSubcommands().forEach((name, sub) -> collect(sub, path + " " + name, names));
  }

  private static CommandLine command(String path) {
    CommandLine line = Main.commandLine(Commands.all());
    for (String name : ShellWords.of(path)) {
      line = line.getSubcommands().get(name);
    }
    return line;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpHasAnExampleThatTheCommandLineUnderstands(String path) {
    CommandLine line = command(path);
    String help = line.getUsageMessage(Ansi.OFF);
    assertThat(help.split("Examples?:")).hasSize(2);
    String examples = help.split("Examples?:")[1].strip();
    assertThat(examples).startsWith(line.getCommandSpec().qualifiedName());
    for (String example : examples.split("\n(?= *retrieval-defense )")) {
      List<String> words = ShellWords.of(example);
      assertThatCode(
              () ->
                  Main.commandLine(Commands.all())
                      .parseArgs(words.subList(1, words.size()).toArray(String[]::new)))
          .as(example)
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpSaysWhatItIsForAndWhatEveryOptionMeans(String path) {
    CommandLine line = command(path);
    assertThat(line.getCommandSpec().usageMessage().description()).isNotEmpty();
    line.getCommandSpec()
        .options()
        .forEach(option -> assertThat(option.description()).as(option.longestName()).isNotEmpty());
  }
}
