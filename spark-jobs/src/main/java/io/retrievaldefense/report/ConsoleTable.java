package io.retrievaldefense.report;

import io.retrievaldefense.report.ResultsTable.AttackedUnder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The table as lines of text, the paper's numbers in brackets where it has them. */
public final class ConsoleTable {
  private static final int FIRST_WIDTH = 10;
  private static final int WIDTH = 17;

  private ConsoleTable() {}

  /**
   * @param table the numbers
   * @return lines of equal columns: clean accuracy, then a block per attack and threat model
   */
  public static List<String> lines(ResultsTable table) {
    List<String> lines = new ArrayList<>();
    lines.add("accuracy in percent (in brackets: the paper's, on SVHN)");
    StringBuilder header = new StringBuilder(pad("epsilon", FIRST_WIDTH));
    StringBuilder clean = new StringBuilder(pad("clean", FIRST_WIDTH));
    for (EvaluatedModel model : table.models()) {
      header.append(pad(model.toString(), WIDTH));
      String own = table.clean(model).map(cell -> Numbers.percent(cell.accuracy())).orElse("-");
      clean.append(pad(own + paper(ResultsTable.CLEAN, 0, model), WIDTH));
    }
    lines.add(header.toString().stripTrailing());
    lines.add(clean.toString().stripTrailing());
    for (AttackedUnder block : table.blocks()) {
      lines.add(block.attack() + ", " + block.threat());
      for (double epsilon : table.epsilons()) {
        lines.add(line(table, block, epsilon));
      }
    }
    return List.copyOf(lines);
  }

  private static String line(ResultsTable table, AttackedUnder block, double epsilon) {
    StringBuilder line = new StringBuilder(pad(Numbers.epsilon(epsilon), FIRST_WIDTH));
    for (EvaluatedModel model : table.models()) {
      String own =
          table
              .inBlock(block, epsilon, model)
              .map(cell -> Numbers.percent(cell.accuracy()))
              .orElse("-");
      line.append(pad(own + paper(block.attack(), epsilon, model), WIDTH));
    }
    return line.toString().stripTrailing();
  }

  private static String paper(String attack, double epsilon, EvaluatedModel model) {
    OptionalDouble percent = PaperTable.instance().percent(attack, epsilon, model);
    return percent.isEmpty() ? "" : " (" + Numbers.decimal(percent.getAsDouble(), 2) + ")";
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
