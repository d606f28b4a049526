package io.retrievaldefense.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

class NoticedAttacksReportTest {

  private static Document page(NoticedAttacks data) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(NoticedAttacksReport.bytes(data)));
  }

  private static Stream<String> texts(Document page, String element) {
    NodeList nodes = page.getElementsByTagName(element);
    return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).map(Node::getTextContent);
  }

  @Test
  void everyAttackOfEnoughExamplesHasAChartOfItsSignalsWithTitleAndAxes() throws Exception {
    Document page = page(SampleNoticed.data("A run"));
    assertThat(texts(page, "h2"))
        .containsExactly(
            "The attacker who knows the detector",
            "baseline-transfer, epsilon 0.01",
            "known-index, epsilon 0.01");
    assertThat(texts(page, "h3"))
        .containsExactly(
            "pgd-40, 1,200 examples", "adaptive, 20 examples", "pgd-40, 1,200 examples");
    NodeList charts = page.getElementsByTagName("svg");
    assertThat(charts.getLength()).isEqualTo(3);
    for (int i = 0; i < charts.getLength(); i++) {
      Element chart = (Element) charts.item(i);
      assertThat(chart.getElementsByTagName("polyline").getLength()).isEqualTo(3);
      assertThat(chart.getTextContent())
          .contains("clean images flagged, %", "adversarial examples found, %");
    }
    assertThat(charts.item(0).getTextContent())
        .contains("pgd-40 under baseline-transfer at epsilon 0.01: examples found");
    assertThat(texts(page, "button").limit(3).map(String::strip))
        .containsExactly("guessing", "entropy 0.68", "combined 0.50");
  }

  @Test
  void theCurveIsDrawnWhereItsPointsAre() throws Exception {
    Element chart = (Element) page(SampleNoticed.data("A run")).getElementsByTagName("svg").item(0);
    NodeList lines = chart.getElementsByTagName("polyline");
    String[] guessing = ((Element) lines.item(0)).getAttribute("points").split(" ");
    String[] entropy = ((Element) lines.item(1)).getAttribute("points").split(" ");
    assertThat(entropy).hasSize(3);
    assertThat(List.of(entropy[0], entropy[2])).isEqualTo(List.of(guessing));
    double[] start = numbers(entropy[0]);
    double[] end = numbers(entropy[2]);
    double[] middle = numbers(entropy[1]);
    assertThat((middle[0] - start[0]) / (end[0] - start[0])).isBetween(0.04, 0.06);
    assertThat((middle[1] - start[1]) / (end[1] - start[1])).isBetween(0.34, 0.36);
  }

  private static double[] numbers(String point) {
    return Stream.of(point.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void tablesHaveTheNumbers() throws Exception {
    Document page = page(SampleNoticed.data("A run"));
    assertThat(texts(page, "tr").map(row -> row.strip().replaceAll("\\s*\\n", "|")))
        .contains(
            "attack|signal|examples|area|found at 1 %|found at 5 %|flagged",
            "pgd-40|entropy|1,200|0.675|10.0|35.0|35.0",
            "fgsm|entropy|19|0.675|10.0|35.0|35.0",
            "adaptive|combined|20|0.500|1.0|5.0|5.3",
            "0.01|40|30|10|75.0 %");
  }

  @Test
  void needsNothingElseAndEscapesWhatComesFromOutside() throws Exception {
    byte[] bytes = NoticedAttacksReport.bytes(SampleNoticed.data("<script>alert(1)</script>"));
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .doesNotContain("<script>alert", "url(", "@import", "src=", "href=\"http");
    assertThat(texts(page(SampleNoticed.data("<b>")), "h1")).containsExactly("<b>");
  }

  @Test
  void withoutAnAdaptiveAttackerThereIsNoSectionOfIt() throws Exception {
    NoticedAttacks all = SampleNoticed.data("A run");
    NoticedAttacks none = new NoticedAttacks("A run", 0.05, all.rates(), all.settings(), List.of());
    assertThat(texts(page(none), "h2")).hasSize(2);
  }
}
