package io.retrievaldefense.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.attacks.evaluation.Verdict;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

class HtmlReportTest {
  private static final String NASTY = "<script>alert('1 & 2')</script> \"\u0000\u20ac";

  private static ReportData data(String title) {
    RetrievalQuality quality =
        new RetrievalQuality(
            "lsh",
            500,
            new TreeMap<>(Map.of(5, 0.97, 10, 0.9512)),
            321.4,
            3500,
            300,
            List.of(
                new RetrievalQuality.SweepPoint(
                    1, new TreeMap<>(Map.of(5, 0.5, 10, 0.4)), 350, 99.5),
                new RetrievalQuality.SweepPoint(
                    8, new TreeMap<>(Map.of(5, 0.97, 10, 0.9512)), 3500, 321.4)),
            List.of(new RetrievalQuality.Shard("shards/a.shard", 25_000, 1234, 7, 99, 0)),
            List.of(
                new RetrievalQuality.BucketClass(1, 1, 600, 600),
                new RetrievalQuality.BucketClass(64, 127, 30, 1800)));
    QueryCosts costs =
        new QueryCosts(
            128,
            32,
            new TreeMap<>(
                Map.of(
                    EvaluatedModel.BASELINE,
                    new QueryCosts.Cost(0.8, 0.8, 0, 0),
                    new EvaluatedModel(5),
                    new QueryCosts.Cost(1.5, 0.8, 0.4, 0.3))));
    return new ReportData(
        title,
        "What was evaluated.",
        SampleResults.table(),
        new Checklist(List.of(new Check("noise tried", Verdict.FAIL, "by no attack"))),
        Optional.of(quality),
        Optional.of(costs),
        new TreeMap<>(Map.of("data.root", title)),
        new TreeMap<>(Map.of("extractor", "ab12")),
        List.of(new ReportData.StepTime("prepare", 12.34, "25,000 images")),
        SampleDetails.details());
  }

  private static Document parse(byte[] page) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(page));
  }

  @Test
  void isWellFormedAndHasItsParts() throws Exception {
    Document page = parse(HtmlReport.bytes(data("A run")));
    assertThat(page.getElementsByTagName("h1").item(0).getTextContent()).isEqualTo("A run");
    NodeList headings = page.getElementsByTagName("h2");
    assertThat(IntStream.range(0, headings.getLength()).mapToObj(headings::item))
        .extracting(Node::getTextContent)
        .containsExactly(
            "In short",
            "Accuracy",
            "Checklist",
            "Gallery",
            "Attention and neighbours, N=5",
            "Confusion",
            "Training",
            "Retrieval",
            "Cost of a query",
            "Steps",
            "Provenance",
            "Configuration");
    assertThat(page.getDocumentElement().getTextContent())
        .contains(
            "50.0",
            "15.0 to 85.0, n = 4",
            "57.33",
            "0.9512",
            "3,111 queries a second on one thread (321 µs each)",
            "64 to 127",
            "128 clean test images in batches of 32",
            "1.88 times",
            "75.0 %",
            "25,000",
            "ab12",
            "by no attack");
  }

  @Test
  void hasAChartWithTitleAndDescriptionForEachBlock() throws Exception {
    Document page = parse(HtmlReport.bytes(data("A run")));
    NodeList charts = page.getElementsByTagName("svg");
    // Beside those of the blocks, one of attention, two of training and one of retrieval.
    assertThat(charts.getLength()).isEqualTo(SampleResults.table().blocks().size() + 4);
    NodeList descriptions = page.getElementsByTagName("desc");
    assertThat(IntStream.range(0, descriptions.getLength()).mapToObj(descriptions::item))
        .extracting(Node::getTextContent)
        .contains(
            "baseline: 100.0 % at 0, 0.0 % at 0.04; N=5: 75.0 % at 0, 50.0 % at 0.04",
            "recall@5: 50 % at 350, 97 % at 3,500; recall@10: 40 % at 350, 95.1 % at 3,500");
  }

  @Test
  void warnsOfZeroGradients() {
    assertThat(new String(HtmlReport.bytes(data("A run")), StandardCharsets.UTF_8))
        .contains("<small class=\"warning\"> zero gradient on 25.0 %</small>");
  }

  @Test
  void escapesWhatComesFromOutside() throws Exception {
    byte[] bytes = HtmlReport.bytes(data(NASTY));
    assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("<script>alert");
    assertThat(parse(bytes).getElementsByTagName("h1").item(0).getTextContent())
        .isEqualTo("<script>alert('1 & 2')</script> \"\uFFFD\u20ac");
  }

  @Test
  void needsNothingFromTheNetwork() throws Exception {
    byte[] bytes = HtmlReport.bytes(data("A run"));
    assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("url(", "@import");
    NodeList all = parse(bytes).getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      for (String attribute : List.of("src", "href")) {
        String address = ((Element) all.item(i)).getAttribute(attribute);
        assertThat(address)
            .matches("|#[a-z0-9-]+|data:(image/png|text/csv);base64,[A-Za-z0-9+/=]+");
      }
    }
  }

  @Test
  void aScriptMustNotEndItself() {
    assertThatThrownBy(() -> new Markup().script("a[b[0]]>1"))
        .hasMessage("script must not hold what ends it: ]]> or </script");
  }

  @Test
  void anEmptyRunIsAReportToo() throws Exception {
    ReportData empty =
        new ReportData(
            "Nothing",
            "",
            new ResultsAggregator().table(),
            new Checklist(List.of()),
            Optional.empty(),
            Optional.empty(),
            new TreeMap<>(),
            new TreeMap<>(),
            List.of(),
            ReportDetails.NONE);
    assertThat(parse(HtmlReport.bytes(empty)).getElementsByTagName("svg").getLength()).isZero();
  }

  @Test
  void markupRefusesToEndWithAnOpenElement() {
    assertThatThrownBy(() -> new Markup().open("p").finish())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("element must be closed: p");
  }

  @Test
  void costIsPositive() {
    assertThatThrownBy(() -> new QueryCosts.Cost(0, 0, 0, 0))
        .hasMessage("cost of a query must be positive: 0.0");
  }

  @Test
  void recallIsAShare() {
    assertThatThrownBy(
            () ->
                new RetrievalQuality(
                    "lsh",
                    1,
                    new TreeMap<>(Map.of(10, 1.5)),
                    1,
                    1,
                    1,
                    List.of(),
                    List.of(),
                    List.of()))
        .hasMessage("recall@10 must be in [0, 1]: 1.5");
  }
}
