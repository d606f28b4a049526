package io.retrievaldefense.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StudyTableTest {
  private static final String ATTACKED = "worst-case,known-index,0.02";

  private static StudyResult result(String variant, long seed, double accuracy) {
    return result(variant, seed, accuracy, 0.004);
  }

  private static StudyResult result(
      String variant, long seed, double accuracy, double halfInterval) {
    return result("clean,none,0", variant, seed, accuracy, halfInterval);
  }

  private static StudyResult result(
      String measure, String variant, long seed, double accuracy, double halfInterval) {
    String csv =
        "attack,threat,epsilon,model,examples,robust,accuracy,low,high,coverage\n"
            + measure
            + ",N=5,100,1,"
            + accuracy
            + ","
            + (0.5 - halfInterval)
            + ","
            + (0.5 + halfInterval)
            + ",every-example\n";
    TreeMap<String, Double> figures =
        new TreeMap<>(
            Map.of(
                "report query-micros", 7.5 + seed,
                "report query-ms-baseline", 0.5 * seed,
                "report query-ms-N=5", 0.5 * seed * seed));
    return result(variant, seed, csv, figures);
  }

  private static StudyResult result(
      String variant, long seed, String csv, TreeMap<String, Double> figures) {
    return new StudyResult(
        variant,
        seed,
        new ComparedRun(
            variant, csv.getBytes(StandardCharsets.UTF_8), new TreeMap<>(), List.of(), figures),
        Map.of());
  }

  @Test
  void differencesArePairedBySeed() {
    StudyTable table =
        StudyTable.of(
            "base",
            List.of(
                result("base", 1, 0.70),
                result("base", 2, 0.80),
                result("base", 3, 0.60),
                result("other", 1, 0.71),
                result("other", 2, 0.812),
                result("other", 3, 0.611)));
    assertThat(table.csv().text().lines().skip(1))
        .containsExactly(
            "base,N=5,clean,none,0,3,70.00,60.00,80.00,,,,,2.333,2.000,,,,,",
            "other,N=5,clean,none,0,3,71.10,61.10,81.20,1.10,1.00,1.20,higher,2.333,2.000,,,,,");
    assertThat(
            new String(StudyReport.bytes("T", table, Map.of(), List.of()), StandardCharsets.UTF_8))
        .contains("71.1 (61.1 to 81.2)", "+1.1, higher", "8.500")
        .contains("2.33 (0.50 to 4.50)", "2.00 (1.00 to 3.00) times the CNN");
  }

  @Test
  void tellsForHowManySeedsValidationChoseAnN() {
    List<StudyResult> results = new ArrayList<>();
    for (long seed = 1; seed <= 3; seed++) {
      String csv = new String(result("base", seed, 0.7).run().csv(), StandardCharsets.UTF_8);
      String row = csv.lines().skip(1).findFirst().orElseThrow();
      results.add(chosen("base", seed, csv + row.replace("N=5", "N=10") + "\n"));
      results.add(chosen("one N", seed, csv));
    }
    StudyTable table = StudyTable.of("base", results);
    assertThat(table.csv().text().lines().skip(1))
        .containsExactly(
            "base,N=5,clean,none,0,3,70.00,70.00,70.00,,,,,,,,,,,2",
            "base,N=10,clean,none,0,3,70.00,70.00,70.00,,,,,,,,,,,1",
            "one N,N=5,clean,none,0,3,70.00,70.00,70.00,0.00,0.00,0.00,none,,,,,,,");
    assertThat(
            new String(StudyReport.bytes("T", table, Map.of(), List.of()), StandardCharsets.UTF_8))
        .contains("chosen on validation images: 2 of 3 seeds")
        .doesNotContain("chosen-neighbors");
  }

  /** Validation chooses 10 for the second seed, and 5 for others. */
  private static StudyResult chosen(String variant, long seed, String csv) {
    TreeMap<String, Double> figures =
        new TreeMap<>(Map.of("train-classifier chosen-neighbors", seed == 2 ? 10.0 : 5.0));
    return result(variant, seed, csv, figures);
  }

  @Test
  void aCostThatWasNotMeasuredIsLeftOut() {
    ComparedRun measured = result("base", 1, 0.7).run();
    ComparedRun unmeasured =
        new ComparedRun("base", measured.csv(), new TreeMap<>(), List.of(), new TreeMap<>());
    StudyTable table =
        StudyTable.of("base", List.of(new StudyResult("base", 1, unmeasured, Map.of())));
    assertThat(table.csv().text().lines().skip(1))
        .containsExactly("base,N=5,clean,none,0,1,70.00,70.00,70.00,,,,,,,,,,,");
    assertThat(
            new String(StudyReport.bytes("T", table, Map.of(), List.of()), StandardCharsets.UTF_8))
        .doesNotContain("times the CNN");
  }

  /** Of two accuracies with intervals of 3 points to either side the difference has 4.24. */
  @Test
  void whatOtherImagesCouldHaveMadeIsNoFinding() {
    List<StudyResult> results = new ArrayList<>();
    List<StudyResult> clean = new ArrayList<>();
    for (long seed = 1; seed <= 2; seed++) {
      results.add(result(ATTACKED, "base", seed, 0.10, 0.03));
      results.add(result(ATTACKED, "other", seed, 0.14, 0.03));
      clean.add(result("base", seed, 0.10, 0.03));
      clean.add(result("other", seed, 0.14, 0.03));
    }
    assertThat(claims(results.subList(0, 2))).containsExactly("none");
    assertThat(claims(results)).as("3.0 of two seeds").containsExactly("higher");
    assertThat(claims(clean)).as("of the same images in both").containsExactly("none");
    assertThat(claims(ofAll())).as("all of them attacked").containsExactly("none", "none");
    results = List.of(result("base", 1, 0.10, 0.03), result("other", 1, 0.145, 0.03));
    assertThat(claims(results)).containsExactly("higher");
  }

  /** Attacked images that are as many as the clean ones: the same in both seeds. */
  private static List<StudyResult> ofAll() {
    List<StudyResult> results = new ArrayList<>();
    for (long seed = 1; seed <= 2; seed++) {
      for (String variant : List.of("base", "other")) {
        double accuracy = variant.equals("base") ? 0.10 : 0.14;
        StudyResult attacked = result(ATTACKED, variant, seed, accuracy, 0.03);
        String clean = "clean,none,0,N=5,100,90,0.9,0.87,0.93,every-example\n";
        byte[] csv =
            (new String(attacked.run().csv(), StandardCharsets.UTF_8) + clean)
                .getBytes(StandardCharsets.UTF_8);
        results.add(
            new StudyResult(
                variant,
                seed,
                new ComparedRun(variant, csv, new TreeMap<>(), List.of(), new TreeMap<>()),
                Map.of()));
      }
    }
    return results;
  }

  /** Of 1,000 images the base gets right those from 100 on, the other those from 60 on. */
  @Test
  void cleanAnswersToTheSameImagesArePaired() {
    CleanAnswers base = answers(0, 1000, 100);
    CleanAnswers other = answers(0, 1000, 60);
    // d = 0.04, p - q = 0.04.
    assertThat(other.halfInterval(base).orElseThrow())
        .isCloseTo(1.96 * Math.sqrt((0.04 - 0.0016) / 1000) + 0.001, within(1e-12));
    assertThat(base.halfInterval(base)).contains(0.001);
    assertThat(answers(1, 1001, 60).halfInterval(base)).isEmpty();

    StudyResult first = result("base", 1, 0.90, 0.03);
    StudyResult second = result("other", 1, 0.94, 0.03);
    assertThat(claims(List.of(first, second))).containsExactly("none");
    assertThat(claims(List.of(with(first, base), with(second, other)))).containsExactly("higher");
    assertThat(claims(List.of(with(first, base), with(second, answers(1, 1001, 61)))))
        .as("of other images")
        .containsExactly("none");
  }

  private static CleanAnswers answers(long from, long to, int rightFrom) {
    BitSet right = new BitSet();
    right.set(rightFrom, (int) (to - from));
    return new CleanAnswers(LongStream.range(from, to).toArray(), right);
  }

  private static StudyResult with(StudyResult result, CleanAnswers answers) {
    return new StudyResult(result.variant(), result.seed(), result.run(), Map.of("N=5", answers));
  }

  @Test
  void theGapToThePlainNetworkHasAClaimOfItsOwn() {
    List<StudyResult> results = new ArrayList<>();
    for (long seed = 1; seed <= 3; seed++) {
      String csv =
          "attack,threat,epsilon,model,examples,robust,accuracy,low,high\n"
              + "clean,none,0,baseline,9,9,0.80,0.795,0.805\n"
              + "clean,none,0,N=5,9,9,0.79,0.785,0.795\n";
      ComparedRun run =
          new ComparedRun(
              "base",
              csv.getBytes(StandardCharsets.UTF_8),
              new TreeMap<>(),
              List.of(),
              new TreeMap<>());
      results.add(new StudyResult("base", seed, run, Map.of()));
    }
    assertThat(StudyTable.of("base", results).csv().text().lines().skip(1))
        .containsExactly(
            "base,baseline,clean,none,0,3,80.00,80.00,80.00,,,,,,,,,,,",
            "base,N=5,clean,none,0,3,79.00,79.00,79.00,,,,,,,-1.00,-1.00,-1.00,lower,");
  }

  private static List<String> claims(List<StudyResult> results) {
    return StudyTable.of("base", results)
        .csv()
        .text()
        .lines()
        .filter(line -> line.startsWith("other,"))
        .map(line -> line.split(",")[12])
        .toList();
  }

  @Test
  void oneSeedUnderThreePointsClaimsNothing() {
    assertThat(claim(2.9)).isEqualTo(Claim.NONE);
    assertThat(claim(3.0)).isEqualTo(Claim.HIGHER);
    assertThat(claim(-3.0)).isEqualTo(Claim.LOWER);
  }

  private static Claim claim(Double... differences) {
    return Claim.of(List.of(differences), 0);
  }

  @Test
  void severalSeedsClaimWhatTheirSpreadAllows() {
    assertThat(claim(1.0, 1.1, 1.2)).isEqualTo(Claim.HIGHER);
    assertThat(claim(0.1, 1.1, 2.2)).isEqualTo(Claim.NONE);
    assertThat(claim(9.0, 8.0, -1.0)).isEqualTo(Claim.NONE);
    assertThat(claim(1.0, 1.1)).as("two seeds have no interval").isEqualTo(Claim.NONE);
    assertThat(claim(-3.1, -4.1)).isEqualTo(Claim.LOWER);
    assertThat(claim(-2.0, -4.1)).as("not in every seed").isEqualTo(Claim.NONE);
    assertThat(claim(-3.1, 4.1)).isEqualTo(Claim.NONE);
    assertThat(claim(0.0, 0.0, 0.0)).isEqualTo(Claim.NONE);
    assertThat(Claim.of(List.of(.5, .5, .5), 4))
        .as("an image of 200 in every seed has no spread, and shows nothing")
        .isEqualTo(Claim.NONE);
    assertThatThrownBy(() -> Claim.of(List.of(), 0)).hasMessage("differences must not be empty: 0");
  }
}
