package io.retrievaldefense.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.attacks.evaluation.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The reviewer's checklist with its verdicts.
 *
 * @param checks the items, in their order
 */
public record Checklist(List<Check> checks) {

  /** The name of the file that holds it. */
  public static final String FILE = "checks.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Copies the items. */
  public Checklist {
    checks = List.copyOf(checks);
  }

  /**
   * @param verdict one of three
   * @return how many items have it
   */
  public int count(Verdict verdict) {
    return (int) checks.stream().filter(check -> check.verdict() == verdict).count();
  }

  /**
   * @return the counts in a few words
   */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%d pass, %d warn, %d fail",
        count(Verdict.PASS),
        count(Verdict.WARN),
        count(Verdict.FAIL));
  }

  /**
   * @return a heading and a line per item, for the console
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("checklist: " + summary());
    for (Check check : checks) {
      lines.add(
          String.format(
              Locale.ROOT, "%-4s  %s: %s", name(check.verdict()), check.item(), check.figure()));
    }
    return lines;
  }

  static String name(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }

  /**
   * @return {@code checks.json}, UTF-8
   */
  public byte[] json() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param json what {@link #json} wrote
   * @return the checklist
   * @throws IOException if it is not one
   */
  public static Checklist parse(byte[] json) throws IOException {
    return JSON.readValue(json, Checklist.class);
  }
}
