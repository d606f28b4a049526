package io.retrievaldefense.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.retrievaldefense.config.ConfigTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the documentation says of commands, keys, files and packages is so. */
class ReadmeTest {
  private static final String STUDIES = "docs/STUDIES.md";
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)\\s]+)\\)");

  static Stream<String> commands() throws IOException {
    return Stream.concat(Readme.commands(), Readme.commands(STUDIES)).distinct();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandIsOneTheCommandLineUnderstands(String command) {
    assertThatCode(
            () ->
                Main.commandLine(Commands.all())
                    .parseArgs(Readme.arguments(command).toArray(String[]::new)))
        .as(command)
        .doesNotThrowAnyException();
  }

  @Test
  void thereAreCommandsForEveryTask() throws IOException {
    assertThat(commands().map(command -> Readme.arguments(command).get(0)))
        .contains("quickstart", "run", "predict", "index", "report", "doctor", "model");
    assertThat(commands())
        .contains("bin/retrieval-defense index delete vectors.index --ids 17,4711");
  }

  /** {@code index search}, {@code config show}: names of commands within text. */
  @Test
  void everySubcommandThatIsNamedIsThere() throws IOException {
    CommandLine line = Main.commandLine(Commands.all());
    assertThat(Readme.code("README.md").filter(code -> code.matches("[a-z]+ [a-z-]+")))
        .allSatisfy(
            code -> {
              CommandLine group = line.getSubcommands().get(code.substring(0, code.indexOf(' ')));
              if (group != null && !group.getSubcommands().isEmpty()) {
                assertThat(group.getSubcommands())
                    .as(code)
                    .containsKey(code.substring(code.indexOf(' ') + 1));
              }
            });
  }

  @Test
  void everyFileThatIsNamedIsThere() throws IOException {
    List<String> files =
        Stream.of(
                Readme.text("README.md"), Readme.text("docs/ARCHITECTURE.md"), Readme.text(STUDIES))
            .flatMap(Readme::codeIn)
            .filter(code -> code.matches("(conf|docs|bin)/[\\w.-]+(/[\\w.-]+)*"))
            .toList();
    assertThat(files)
        .isNotEmpty()
        .allSatisfy(file -> assertThat(Readme.ROOT.resolve(file)).exists());
  }

  /** Of this and other files: a heading that was changed would leave its links behind. */
  @Test
  void everyLinkLeadsToAHeading() throws IOException {
    for (String file : List.of("README.md", STUDIES)) {
      List<String> links =
          LINK.matcher(Readme.text(file)).results().map(match -> match.group(1)).toList();
      assertThat(links).as(file).isNotEmpty();
      for (String link : links) {
        String[] parts = link.split("#", 2);
        Path target =
            parts[0].isEmpty()
                ? Readme.ROOT.resolve(file)
                : Readme.ROOT.resolve(file).resolveSibling(parts[0]);
        assertThat(target).as(file + ": " + link).exists();
        if (parts.length == 2) {
          assertThat(Files.readString(target).lines().filter(line -> line.startsWith("#")))
              .as(file + ": " + link)
              .filteredOn(heading -> anchor(heading).equals(parts[1]))
              .hasSize(1);
        }
      }
    }
  }

  /** As GitHub makes it of a heading. */
  private static String anchor(String heading) {
    return heading
        .replaceFirst("^#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9 _-]", "")
        .replace(' ', '-');
  }

  @Test
  void theTableOfKeysIsWhatTheProgramPrints() throws IOException {
    String readme = Readme.text("README.md");
    String begin = "<!-- bin/retrieval-defense config keys -->\n";
    assertThat(readme).contains(begin);
    int from = readme.indexOf(begin) + begin.length();
    assertThat(readme.substring(from, readme.indexOf("<!-- end of keys -->")).strip())
        .as("README.md must have what 'config keys' prints between its two comments")
        .isEqualTo(ConfigTable.markdown().strip());
  }

  /** Figures are printed from what was measured, not typed: the lines after the command are its. */
  @ParameterizedTest
  @ValueSource(strings = {"README.md", STUDIES})
  void everyTableOfAFileIsWhatTheProgramPrintsOfIt(String document) throws IOException {
    List<String> commands =
        Readme.commands(document).filter(line -> line.contains(" table docs/studies/")).toList();
    String text = Readme.text(document).replaceAll("\\\\\n\\s*", "");
    assertThat(commands).isNotEmpty();
    for (String command : commands) {
      String[] arguments =
          Readme.arguments(command).stream()
              .map(word -> word.replaceFirst("^docs/", Readme.ROOT + "/docs/"))
              .toArray(String[]::new);
      StringWriter out = new StringWriter();
      int code = Main.commandLine(Commands.all()).setOut(new PrintWriter(out)).execute(arguments);
      assertThat(code).as(command).isZero();
      String table =
          out.toString().lines().filter(line -> line.startsWith("|")).collect(joining("\n"));
      assertThat(text)
          .as("%s must have below '%s' what it prints", document, command)
          .contains("    " + command + "\n\n" + table + "\n");
    }
  }

  @Test
  void everyPackageOfTheArchitectureIsThere() throws IOException {
    List<String> named =
        Readme.text("docs/ARCHITECTURE.md")
            .lines()
            .dropWhile(line -> !line.equals("## Packages"))
            .takeWhile(line -> !line.equals("## A run"))
            .filter(line -> line.startsWith("| `"))
            .flatMap(line -> Readme.codeIn(line.split("\\|")[1]).map(ReadmeTest::folder))
            .toList();
    List<String> modules =
        List.of("feature-extractor", "retrieval-index", "classifier", "attacks", "spark-jobs");
    assertThat(named)
        .hasSizeGreaterThan(20)
        .allSatisfy(
            folder ->
                assertThat(modules)
                    .as(folder)
                    .anyMatch(
                        module ->
                            Files.exists(
                                Readme.ROOT
                                    .resolve(module + "/src/main/java/io/retrievaldefense")
                                    .resolve(folder)
                                    .resolve("package-info.java"))));
  }

  @Test
  void everyPackageIsInTheArchitecture() throws IOException {
    String architecture = Readme.text("docs/ARCHITECTURE.md");
    List<String> packages = new ArrayList<>();
    for (String module :
        List.of("feature-extractor", "retrieval-index", "classifier", "attacks", "spark-jobs")) {
      Path sources = Readme.ROOT.resolve(module + "/src/main/java/io/retrievaldefense");
      try (Stream<Path> files = Files.walk(sources)) {
        files
            .filter(file -> file.endsWith("package-info.java"))
            .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
            .forEach(packages::add);
      }
    }
    assertThat(packages)
        .hasSizeGreaterThan(30)
        .allSatisfy(name -> assertThat(architecture).contains("`" + name + "`"));
  }

  private static String folder(String name) {
    return name.replace('.', '/');
  }
}
