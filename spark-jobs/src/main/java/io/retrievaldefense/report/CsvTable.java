package io.retrievaldefense.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of values with commas between, as this project writes it: columns have names, and a value
 * with a comma, a quote or a line break in it stands in quotes.
 *
 * @param columns their names
 * @param rows each by column
 */
record CsvTable(List<String> columns, List<Map<String, String>> rows) {

  /**
   * @param csv UTF-8, every line ended
   * @throws IllegalArgumentException if there is no header, a line is of another length, or the
   *     last one does not end
   */
  static CsvTable parse(byte[] csv) {
    List<List<String>> lines = lines(new String(csv, StandardCharsets.UTF_8));
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("table must have a header: nothing");
    }
    List<String> columns = lines.get(0);
    List<Map<String, String>> rows = new ArrayList<>();
    for (List<String> line : lines.subList(1, lines.size())) {
      if (line.size() != columns.size()) {
        throw new IllegalArgumentException(
            "line must have a value for each of " + columns.size() + " columns: " + line);
      }
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < line.size(); i++) {
        row.put(columns.get(i), line.get(i));
      }
      rows.add(row);
    }
    return new CsvTable(columns, rows);
  }

  /**
   * @throws IllegalArgumentException if one is missing
   */
  void requireColumns(List<String> names) {
    for (String name : names) {
      if (!columns.contains(name)) {
        throw new IllegalArgumentException("table must have a column " + name + ": " + columns);
      }
    }
  }

  private static List<List<String>> lines(String csv) {
    List<List<String>> lines = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (c == '"') {
        boolean isDoubled = isQuoted && i + 1 < csv.length() && csv.charAt(i + 1) == '"';
        if (isDoubled) {
          field.append(c);
          i++;
        } else {
          isQuoted = !isQuoted;
        }
      } else if (!isQuoted && c == '\r' && csv.startsWith("\n", i + 1)) {
        // As an editor or a spreadsheet saves it; the line ends with the next character.
        continue;
      } else if (!isQuoted && (c == ',' || c == '\n')) {
        fields.add(field.toString());
        field.setLength(0);
        if (c == '\n') {
          lines.add(List.copyOf(fields));
          fields.clear();
        }
      } else {
        field.append(c);
      }
    }
    if (isQuoted || field.length() > 0 || !fields.isEmpty()) {
      throw new IllegalArgumentException(
          "last line must end, as it does in a whole file: " + fields + " " + field);
    }
    return lines;
  }
}
