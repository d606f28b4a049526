package io.retrievaldefense.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.report.ResultsTable.AttackedUnder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResultsTableTest {

  @Test
  void countsWhatWithstands() {
    ResultsTable table = SampleResults.table();
    TableCell cell =
        table.cell(new CellKey(new EvaluatedModel(5), "known-index", "fgsm", 0.04)).orElseThrow();
    assertThat(cell).isEqualTo(new TableCell(4, 2, 3, 1));
    assertThat(cell.accuracy()).isEqualTo(0.5);
    assertThat(cell.cleanAccuracy()).isEqualTo(0.75);
    assertThat(cell.zeroGradientShare()).isEqualTo(0.25);
  }

  @Test
  void theWorstCaseTakesEachExamplesWorst() {
    // FGSM fools examples 2 and 3, iFGSM 1, 2 and 3; only example 0 withstands both.
    ResultsTable table = SampleResults.table();
    assertThat(
            table.cell(
                new CellKey(new EvaluatedModel(5), "known-index", ResultsTable.WORST_CASE, 0.04)))
        .contains(new TableCell(4, 1, 3, 1));
    assertThat(table.headlineThreat()).contains("known-index");
  }

  @Test
  void theWorstCaseOfWhoKnowsMoreIncludesTheOthersAttacks() {
    List<ResultRow> rows = new ArrayList<>(SampleResults.rows());
    // Transfer fools example 0, which withstands all attacks of those who know the index.
    rows.add(SampleResults.onSurvivor(0, "pgd", "baseline-transfer", true));
    rows.add(SampleResults.onSurvivor(1, "pgd", "baseline-transfer", false));
    ResultsTable table = SampleResults.table(rows);
    TableCell known =
        table
            .cell(new CellKey(SampleResults.FIVE, "known-index", ResultsTable.WORST_CASE, 0.04))
            .orElseThrow();
    TableCell transfer =
        table
            .cell(
                new CellKey(SampleResults.FIVE, "baseline-transfer", ResultsTable.WORST_CASE, 0.04))
            .orElseThrow();
    assertThat(known.robust()).isZero();
    assertThat(known.examples()).isEqualTo(4);
    assertThat(transfer.robust()).isEqualTo(1);
    assertThat(transfer.examples()).isEqualTo(2);
  }

  @Test
  void whatWasRunOnSurvivorsHasNoTableOfItsOwn() {
    List<ResultRow> rows = new ArrayList<>(SampleResults.rows());
    rows.add(SampleResults.onSurvivor(0, "pgd", "known-index", false));
    ResultsTable table = SampleResults.table(rows);
    assertThat(table.blocks()).extracting(AttackedUnder::attack).doesNotContain("pgd");
    assertThat(table.onSurvivors())
        .containsExactly(
            Map.entry(
                new CellKey(SampleResults.FIVE, "known-index", "pgd", 0.04),
                new TableCell(1, 1, 1, 0, Coverage.SURVIVORS)));
    assertThat(new String(ResultsCsv.bytes(table), StandardCharsets.UTF_8))
        .contains(
            "pgd,known-index,0.04,N=5,1,1,1.000000,0.206549,1.000000,1.000000,0.000000,"
                + "survivors\n");
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    List<ResultRow> rows = new ArrayList<>(SampleResults.rows());
    byte[] expected = ResultsCsv.bytes(SampleResults.table());
    Collections.shuffle(rows, new Random(3));
    assertThat(ResultsCsv.bytes(SampleResults.table(rows))).isEqualTo(expected);
  }

  @Test
  void theBaselinesOwnAttackStandsBesideTheDefenceUnderEveryThreat() {
    ResultsTable table = SampleResults.table();
    AttackedUnder known = new AttackedUnder("fgsm", "known-index");
    assertThat(table.inBlock(known, 0.04, EvaluatedModel.BASELINE))
        .contains(new TableCell(4, 0, 4, 0));
    assertThat(
            table.inBlock(
                new AttackedUnder("fgsm", "baseline-transfer"), 0.04, new EvaluatedModel(5)))
        .isEmpty();
  }

  @Test
  void blocksEndWithTheWorstCase() {
    assertThat(SampleResults.table().blocks())
        .containsExactly(
            new AttackedUnder("fgsm", "baseline-transfer"),
            new AttackedUnder("fgsm", "known-index"),
            new AttackedUnder("ifgsm-s10-c4", "known-index"),
            new AttackedUnder("worst-case", "baseline-transfer"),
            new AttackedUnder("worst-case", "known-index"));
  }

  @Test
  void csvIsTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(new String(ResultsCsv.bytes(SampleResults.table()), StandardCharsets.UTF_8))
          .isEqualTo(
              """
              attack,threat,epsilon,model,examples,robust,accuracy,low,high,clean_accuracy,zero_gradient_share,coverage
              clean,none,0,baseline,10,9,0.900000,0.595850,0.982124,0.900000,0.000000,every-example
              clean,none,0,N=5,10,8,0.800000,0.490162,0.943318,0.800000,0.000000,every-example
              fgsm,baseline-transfer,0.04,baseline,4,0,0.000000,0.000000,0.489891,1.000000,0.000000,every-example
              fgsm,known-index,0.04,N=5,4,2,0.500000,0.150039,0.849961,0.750000,0.250000,every-example
              ifgsm-s10-c4,known-index,0.04,N=5,4,1,0.250000,0.045587,0.699358,0.750000,0.000000,every-example
              worst-case,baseline-transfer,0.04,baseline,4,0,0.000000,0.000000,0.489891,1.000000,0.000000,every-example
              worst-case,known-index,0.04,baseline,4,0,0.000000,0.000000,0.489891,1.000000,0.000000,every-example
              worst-case,known-index,0.04,N=5,4,1,0.250000,0.045587,0.699358,0.750000,0.250000,every-example
              """);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theConsoleShowsThePapersNumbersBeside() {
    assertThat(ConsoleTable.lines(SampleResults.table()))
        .containsExactly(
            "accuracy in percent (in brackets: the paper's, on SVHN)",
            "epsilon   baseline         N=5",
            "clean     90.0 (95.27)     80.0 (90.48)",
            "fgsm, baseline-transfer",
            "0.04      0.0 (31.92)      - (57.33)",
            "fgsm, known-index",
            "0.04      0.0 (31.92)      50.0 (57.33)",
            "ifgsm-s10-c4, known-index",
            "0.04      - (8.30)         25.0 (44.28)",
            "worst-case, baseline-transfer",
            "0.04      0.0              -",
            "worst-case, known-index",
            "0.04      0.0              25.0");
  }

  @Test
  void rowsOfChecksAreNoResults() {
    List<ResultRow> rows = new ArrayList<>(SampleResults.rows());
    rows.add(SampleResults.ofGroup(0, "pgd", "known-index", true, "chance"));
    assertThat(SampleResults.table(rows)).isEqualTo(SampleResults.table());
  }

  @Test
  void valuesAreChecked() {
    assertThatThrownBy(() -> new TableCell(0, 0, 0, 0))
        .hasMessage("number of examples must be positive: 0");
    assertThatThrownBy(() -> new TableCell(2, 3, 0, 0))
        .hasMessage("number of robust examples must be in [0, 2]: 3");
    assertThatThrownBy(() -> EvaluatedModel.of("N=05"))
        .hasMessage("model must be baseline, extractor or N=number: N=05");
    assertThat(EvaluatedModel.of("extractor"))
        .isEqualTo(EvaluatedModel.EXTRACTOR)
        .isGreaterThan(EvaluatedModel.BASELINE)
        .isLessThan(new EvaluatedModel(1))
        .hasToString("extractor");
    assertThatThrownBy(() -> new EvaluatedModel(-2))
        .hasMessage("number of neighbors must be at least -1: -2");
    assertThatThrownBy(() -> new CellKey(EvaluatedModel.BASELINE, "none", "fgsm", 1.5))
        .hasMessage("epsilon must be in [0, 1]: 1.5");
    assertThatThrownBy(() -> new CellKey(EvaluatedModel.BASELINE, "none", " ", 1))
        .hasMessage("threat and attack must have names: \"none\", \" \"");
  }

  @Test
  void modelsAreNamedAndRead() {
    for (EvaluatedModel model : List.of(EvaluatedModel.BASELINE, new EvaluatedModel(10))) {
      assertThat(EvaluatedModel.of(model.toString())).isEqualTo(model);
    }
  }

  @Test
  void thePapersTableIsWhatThePaperPrints() {
    PaperTable paper = PaperTable.instance();
    EvaluatedModel five = new EvaluatedModel(5);
    assertThat(paper.percent("clean", 0, EvaluatedModel.BASELINE)).hasValue(95.27);
    assertThat(paper.percent("fgsm", 0.01, five)).hasValue(80.53);
    assertThat(paper.percent("ifgsm-literal", 0.08, new EvaluatedModel(10))).hasValue(18.40);
    assertThat(paper.percent("fgsm", 0.03, five)).isEmpty();
    assertThat(paper.percent("fgsm", 0.01, new EvaluatedModel(50))).isEmpty();
  }
}
