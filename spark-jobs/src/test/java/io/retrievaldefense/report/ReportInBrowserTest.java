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
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page as a browser reads it, where there is one. */
class ReportInBrowserTest {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final int EXAMPLES = 8;
  private static final String DARK = "--blink-settings=preferredColorScheme=0";

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
                Optional.empty(),
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                SampleDetails.details(EXAMPLES))),
        StandardCharsets.UTF_8);
  }

  static Stream<Named<String>> pages() {
    byte[] noticed = NoticedAttacksReport.bytes(SampleNoticed.data("Attacks noticed"));
    return Stream.of(
        Named.of("of a run", page()),
        Named.of("of a detector", new String(noticed, StandardCharsets.UTF_8)));
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
    return with(page(), script);
  }

  private static String with(String page, String script) {
    return page.replace("</body>", "<script>" + script + "</script></body>");
  }

  private static String choose(String name, String value) {
    return "var s = document.querySelector('select[name="
        + name
        + "]'); s.value = '"
        + value
        + "'; s.dispatchEvent(new Event('change', {bubbles: true}));";
  }

  @ParameterizedTest
  @MethodSource("pages")
  void loadsWithoutAnErrorAndItsContentsAreListed(String page)
      throws IOException, InterruptedException {
    Visit visit = visit(page, "--dump-dom");
    assertThat(visit.log()).doesNotContain("CONSOLE");
    assertThat(visit.out()).containsPattern("<nav[^>]*><a href=\"#");
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
  void aLegendHidesAndShowsItsLine() throws IOException, InterruptedException {
    String press =
        "var b = document.querySelector('.legend button[data-series=\"1\"]'); b.click();"
            + " var g = b.closest('.chart-box').querySelector('g[data-series=\"1\"]');"
            + " document.title = 'line ' + g.style.display + ' ' + b.getAttribute('aria-pressed');";
    assertThat(visit(with(press), "--dump-dom").out()).contains("<title>line none false</title>");
    String twice = press.replace("b.click();", "b.click(); b.click();");
    assertThat(visit(with(twice), "--dump-dom").out()).contains("<title>line  true</title>");
  }

  /** A contrast of 4.5 to 1, as WCAG asks of text. */
  @ParameterizedTest
  @MethodSource("pages")
  void textHasContrastInLightAndDark(String page) throws IOException, InterruptedException {
    String measure =
        """
        function luminance(c) {
          var v = c.match(/[0-9.]+/g).slice(0, 3).map(function (x) {
            x = x / 255;
            return x > 0.03928 ? Math.pow((x + 0.055) / 1.055, 2.4) : x / 12.92;
          });
          return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2];
        }
        function ground(e) {
          for (; e; e = e.parentElement) {
            var c = getComputedStyle(e).backgroundColor;
            if (!/, 0\\)$|transparent|color\\(/.test(c)) { return c; }
          }
          return 'rgb(255, 255, 255)';
        }
        var least = 99, worst = '';
        document.querySelectorAll('p, th, td, a, small, button, h1, h2, h3, h4, strong, span, dd, dt')
          .forEach(function (e) {
            if (!e.textContent.trim()) { return; }
            var a = luminance(getComputedStyle(e).color), b = luminance(ground(e));
            var ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < least) { least = ratio; worst = e.tagName + '.' + e.className; }
          });
        document.title = 'contrast ' + (least >= 4.5 ? 'enough' : least + ' of ' + worst);
        """;
    assertThat(visit(with(page, measure), "--dump-dom").out())
        .contains("<title>contrast enough</title>");
    assertThat(visit(with(page, measure), "--dump-dom", DARK).out())
        .contains("<title>contrast enough</title>");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void headingsDoNotSkipALevelAndImagesHaveWords(String page)
      throws IOException, InterruptedException {
    String measure =
        "var last = 1, skipped = 0; document.querySelectorAll('h1,h2,h3,h4').forEach(function (h) {"
            + " var n = +h.tagName[1]; if (n > last + 1) { skipped++; } last = n; });"
            + " var mute = Array.from(document.images).filter(function (i) { return !i.alt; });"
            + " document.title = 'skipped ' + skipped + ', mute ' + mute.length;";
    assertThat(visit(with(page, measure), "--dump-dom").out())
        .contains("<title>skipped 0, mute 0</title>");
  }

  /** Within a frame: the window itself cannot be made that narrow. */
  @ParameterizedTest
  @MethodSource("pages")
  void fitsAPhone(String page) throws IOException, InterruptedException {
    String measure =
        "parent.document.title = 'width ' + document.documentElement.scrollWidth + ' of '"
            + " + window.innerWidth;";
    Files.writeString(folder.resolve("phone.html"), with(page, measure));
    Visit visit =
        visit(
            "<html><body><iframe src=\"phone.html\" width=\"360\" height=\"800\""
                + " style=\"border:0\"></iframe></body></html>",
            "--dump-dom",
            "--allow-file-access-from-files");
    assertThat(visit.out()).contains("<title>width 360 of 360</title>");
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
