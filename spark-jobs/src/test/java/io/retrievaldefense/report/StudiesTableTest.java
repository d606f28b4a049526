package io.retrievaldefense.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.config.BadInputException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StudiesTableTest {
  private static final String OLD_HEADER =
      "variant,model,attack,threat,epsilon,seeds,mean,least,most,"
          + "difference,difference_least,difference_most,claim\n";

  /** As a study writes it: two seeds of base and of a variant that is 5 points better at .02. */
  private static byte[] study() {
    return StudyTable.of(
            "base",
            List.of(
                result("base", 1, 0.30),
                result("base", 2, 0.34),
                result("sharp, 10", 1, 0.35),
                result("sharp, 10", 2, 0.39)))
        .csv()
        .bytes();
  }

  private static StudyResult result(String variant, long seed, double robust) {
    String csv =
        "attack,threat,epsilon,model,examples,robust,accuracy,low,high\n"
            + "clean,none,0,baseline,9,9,0.8,0,1\n"
            + "worst-case,baseline-transfer,0.02,baseline,9,9,0.1,0,1\n"
            + "clean,none,0,N=10,9,9,0.75,0,1\n"
            + "fgsm,known-index,0.02,N=10,9,9,0.9,0,1\n"
            + "worst-case,private-index,0.02,N=10,9,9,0.5,0,1\n"
            + "worst-case,known-index,0.02,N=10,9,9,"
            + robust
            + ",0.29,0.31\n"
            + "worst-case,known-index,0.03137254901960784,N=10,9,9,0.2,0,1\n";
    TreeMap<String, Double> figures =
        new TreeMap<>(Map.of("report query-ms-baseline", 0.5, "report query-ms-N=10", 1.0));
    return new StudyResult(
        variant,
        seed,
        new ComparedRun(
            variant, csv.getBytes(StandardCharsets.UTF_8), new TreeMap<>(), List.of(), figures),
        Map.of());
  }

  private static List<String> lines(List<String> models, List<Double> epsilons, byte[]... csv) {
    List<FinishedStudy> studies =
        java.util.Arrays.stream(csv).map(StudiesTableTest::finished).toList();
    return table(studies, models, List.of(), epsilons, false).lines();
  }

  private static StudiesTable table(
      List<FinishedStudy> studies,
      List<String> models,
      List<ThreatModel> threats,
      List<Double> epsilons,
      boolean withGaps) {
    return new StudiesTable(
        studies, models.stream().map(EvaluatedModel::of).toList(), threats, epsilons, withGaps);
  }

  private static FinishedStudy finished(byte[] csv) {
    return FinishedStudy.read("gap", "gap/study.csv", csv);
  }

  @Test
  void hasALineForEachModelAndLeavesOutThePlainNetworkOfTheBase() {
    assertThat(lines(List.of(), List.of(), study()))
        .containsExactly(
            "| variant | model | clean | above the plain CNN | `baseline-transfer` at .02 | `private-index` at .02 |"
                + " `known-index` at .02 / 8/255 | ms of a query | seeds |",
            "|---|---|---|---|---|---|---|---|---|",
            "| base | baseline | 80.0 (80.0 to 80.0) |  | 10.0 (10.0 to 10.0) |  |  |"
                + " 0.50, \u00d71.00 | 2 |",
            "| base | N=10 | 75.0 (75.0 to 75.0) | -5.0 (-5.0 to -5.0) |  | 50.0 (50.0 to 50.0) |"
                + " 32.0 (30.0 to 34.0) / 20.0 (20.0 to 20.0) | 1.00, \u00d72.00 | 2 |",
            "| sharp, 10 | N=10 | 75.0 (75.0 to 75.0) | -5.0 (-5.0 to -5.0) |  | 50.0 (50.0 to 50.0) |"
                + " 37.0 (35.0 to 39.0) \u2191 / 20.0 (20.0 to 20.0) | 1.00, \u00d72.00 | 2 |");
  }

  @Test
  void severalStudiesAreNamed() {
    assertThat(lines(List.of("N=10"), List.of(), study(), study()))
        .hasSize(2 + 2 * 2)
        .element(0)
        .asString()
        .startsWith("| study | variant | model | clean |");
    assertThat(lines(List.of("N=10"), List.of(), study(), study()).get(2))
        .startsWith("| gap | base | N=10 | 75.0");
  }

  @Test
  void whatValidationImagesChoseHasAColumnWhereTheyDid() {
    String chosen =
        OLD_HEADER.replace("claim", "claim,chosen")
            + "base,baseline,clean,none,0,3,80.00,79.00,81.00,,,,,\n"
            + "base,N=5,clean,none,0,3,70.00,69.00,71.00,,,,,2\n"
            + "base,N=10,clean,none,0,3,71.00,70.00,72.00,,,,,1\n";
    assertThat(lines(List.of(), List.of(), chosen.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(
            "| variant | model | chosen | clean | above the plain CNN | ms of a query | seeds |",
            "|---|---|---|---|---|---|---|",
            "| base | baseline |  | 80.0 (79.0 to 81.0) |  |  | 3 |",
            "| base | N=5 | 2 of 3 | 70.0 (69.0 to 71.0) |  |  | 3 |",
            "| base | N=10 | 1 of 3 | 71.0 (70.0 to 72.0) |  |  | 3 |");
  }

  @Test
  void worstCasesStandBesideThePlainNetworksIfAsked() {
    byte[] measured =
        (OLD_HEADER.replace("claim", "claim,gap,gap_least,gap_most,gap_claim")
                + "base,baseline,worst-case,known-index,0.02,3,9.00,8.00,10.00,,,,,,,,\n"
                + "base,N=5,worst-case,known-index,0.02,3,7.00,6.00,9.00,,,,,-2.00,-3.00,-1.00,lower\n"
                + "base,N=5,worst-case,private-index,0.02,3,8.00,7.00,9.00,,,,,-1.00,-2.00,0.00,none\n")
            .getBytes(StandardCharsets.UTF_8);
    List<FinishedStudy> studies = List.of(finished(measured));
    List<ThreatModel> known = List.of(ThreatModel.KNOWN_INDEX);
    assertThat(table(studies, List.of(), known, List.of(), true).lines().subList(2, 4))
        .containsExactly(
            "| base | baseline |  |  | 9.0 (8.0 to 10.0) |  | 3 |",
            "| base | N=5 |  |  | 7.0 (6.0 to 9.0); -2.0 (-3.0 to -1.0) \u2193 |  | 3 |");
    assertThat(table(studies, List.of("N=5"), known, List.of(), false).lines().get(2))
        .isEqualTo("| base | N=5 |  |  | 7.0 (6.0 to 9.0) |  | 3 |");
  }

  @Test
  void anEpsilonThatAStudyHasNotMeasuredIsADash() {
    byte[] other =
        (OLD_HEADER
                + "base,N=10,clean,none,0,1,70.00,70.00,70.00,,,,\n"
                + "base,N=10,worst-case,known-index,0.02,1,7.00,7.00,7.00,,,,\n")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(lines(List.of("N=10"), List.of(), study(), other))
        .last()
        .isEqualTo("| gap | base | N=10 | 70.0 |  |  | 7.0 / - |  | 1 |");
  }

  @Test
  void showsWhatIsAskedFor() {
    assertThat(lines(List.of("baseline"), List.of(), study()))
        .hasSize(3)
        .allMatch(line -> !line.contains("8/255"));
    assertThat(lines(List.of("N=10"), List.of(0.02), study(), study()))
        .hasSize(2 + 2 * 2)
        .allMatch(line -> !line.contains("8/255") && !line.contains("baseline |"));
  }

  @Test
  void whatNoStudyHasMeasuredIsRefused() {
    List<FinishedStudy> studies = List.of(finished(study()));
    List<ThreatModel> any = List.of();
    assertThatThrownBy(
            () -> table(studies, List.of("N=7"), any, List.of(), false).requireMeasured())
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "model must be one of those that the studies have measured, [baseline, N=10]: N=7");
    assertThatThrownBy(() -> table(studies, List.of(), any, List.of(.03), false).requireMeasured())
        .hasMessageStartingWith(
            "epsilon must be one of those that the studies have measured, [0.02,");
    assertThatThrownBy(
            () ->
                table(studies, List.of(), List.of(ThreatModel.EXTRACTOR_TRANSFER), List.of(), false)
                    .requireMeasured())
        .hasMessage(
            "threat model must be one of those that the studies have measured,"
                + " [baseline-transfer, private-index, known-index]: extractor-transfer");
    table(studies, List.of("baseline"), List.of(ThreatModel.KNOWN_INDEX), List.of(.02), false)
        .requireMeasured();
  }

  @Test
  void readsStudiesOfBeforeCostsWereMeasured() {
    String old = OLD_HEADER + "base,N=5,clean,none,0,1,70.00,70.00,70.00,,,,\n";
    assertThat(lines(List.of(), List.of(), old.getBytes(StandardCharsets.UTF_8)))
        .element(2)
        .isEqualTo("| base | N=5 | 70.0 |  |  | 1 |");
  }

  @Test
  void refusesOtherFilesByName() {
    assertThatThrownBy(() -> lines(List.of(), List.of(), new byte[0]))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "file must be the study.csv of a study: gap/study.csv:"
                + " table must have a header: nothing");
    byte[] results = "attack,threat,epsilon,model\n".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> lines(List.of(), List.of(), results))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(
            "file must be the study.csv of a study: gap/study.csv:"
                + " table must have a column variant: ");
    byte[] cut = (OLD_HEADER + "base,N=5,clean\n").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> lines(List.of(), List.of(), cut))
        .isInstanceOf(BadInputException.class)
        .hasMessageEndingWith("line must have a value for each of 13 columns: [base, N=5, clean]");
    byte[] number =
        (OLD_HEADER + "base,N=5,clean,none,0,1,much,7,7,,,,\n").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> lines(List.of(), List.of(), number))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("gap/study.csv: For input string: \"much\"");
    byte[] model =
        (OLD_HEADER + "base,M,clean,none,0,1,7,7,7,,,,\n").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> lines(List.of(), List.of(), model))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("model must be baseline, extractor or N=number: M");
  }
}
