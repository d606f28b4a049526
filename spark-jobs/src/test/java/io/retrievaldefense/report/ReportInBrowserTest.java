package io.retrievaldefense.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser reads it, where there is one. */
class ReportInBrowserTest {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final int EXAMPLES = 8;

  @TempDir private Path folder;

  private String browser;

  /** What a browser has to say. */
  private record Visit(String out, String log) {}

  @BeforeEach
  void findBrowser() {
    Optional<String> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .flatMap(path -> NAMES.stream().map(name -> Path.of(path, name)))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst();
    Assumptions.assumeTrue(found.isPresent(), "no Chromium on the path: the page is not tried");
    browser = found.orElseThrow();
  }

  private static String page() {
    return new String(
        HtmlReport.bytes(
            new ReportData(
                "A sample",
                "Eight generated images that nobody attacked.",
                SampleResults.table(),
                new Checklist(List.of()),
                Optional.empty(),
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                SampleDetails.details(EXAMPLES))),
        StandardCharsets.UTF_8);
  }

  /** Opens the page, with a script that does what a user would. */
  private Visit visit(String page, String... options) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("report.html"), page);
    Path out = folder.resolve("out.txt");
    Path log = folder.resolve("log.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--hide-scrollbars",
                "--user-data-dir=" + folder.resolve("profile"),
                "--enable-logging=stderr",
                "--virtual-time-budget=3000"));
    command.addAll(List.of(options));
    command.add(file.toUri().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(log.toFile())
            .start();
    boolean hasEnded = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(hasEnded).as("the browser has ended").isTrue();
    return new Visit(Files.readString(out), Files.readString(log));
  }

  private static String with(String script) {
    return page().replace("</body>", "<script>" + script + "</script></body>");
  }

  private static String choose(String name, String value) {
    return "var s = document.querySelector('select[name="
        + name
        + "]'); s.value = '"
        + value
        + "'; s.dispatchEvent(new Event('change', {bubbles: true}));";
  }

  @Test
  void loadsWithoutAnErrorAndShowsEverything() throws IOException, InterruptedException {
    Visit visit = visit(page(), "--dump-dom");
    assertThat(visit.log()).doesNotContain("CONSOLE");
    assertThat(visit.out()).contains("8 of 8 examples").doesNotContain("hidden=\"\"");
  }

  @Test
  void anErrorInTheScriptWouldBeSeen() throws IOException, InterruptedException {
    assertThat(visit(with("nothing.there();"), "--dump-dom").log()).contains("CONSOLE");
  }

  @Test
  void filtersLeaveWhatFitsAllOfThem() throws IOException, InterruptedException {
    Visit visit = visit(with(choose("outcome", "fooled")), "--dump-dom");
    assertThat(visit.log()).doesNotContain("CONSOLE");
    assertThat(visit.out()).contains("4 of 8 examples");
    assertThat(visit.out().split("<article[^>]*hidden", -1)).hasSize(5);

    Visit both = visit(with(choose("outcome", "fooled") + choose("class", "one")), "--dump-dom");
    assertThat(both.out()).contains("2 of 8 examples");
  }

  @Test
  void fitsAPhone() throws IOException, InterruptedException {
    String measure =
        "document.title = 'width ' + document.documentElement.scrollWidth + ' of '"
            + " + window.innerWidth;";
    Visit visit = visit(with(measure), "--dump-dom", "--window-size=500,900");
    assertThat(visit.out()).contains("<title>width 500 of 500</title>");
  }

  @Test
  void isDrawn() throws IOException, InterruptedException {
    Path picture = folder.resolve("page.png");
    visit(page(), "--screenshot=" + picture, "--window-size=1100,1500");
    var drawn = ImageIO.read(picture.toFile());
    assertThat(drawn.getWidth()).isEqualTo(1100);
    assertThat(
            Stream.iterate(0, y -> y + 7)
                .limit(200)
                .map(y -> drawn.getRGB(300, y))
                .distinct()
                .count())
        .isGreaterThan(5);
  }
}
