package io.retrievaldefense.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.images.ImageShape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DetailsTest {

  private static String written(ReportDetails details) {
    Markup page = new Markup().open("main");
    details.write(page);
    return page.close().finish();
  }

  @Test
  void theGalleryHasAFilterForEverythingAnExampleIs() {
    assertThat(written(SampleDetails.details()))
        .contains(
            "<select name=\"class\">",
            "<option value=\"two\">two</option>",
            "<option value=\"fgsm, known-index\">",
            "data-class=\"one\" data-attack=\"fgsm, known-index\" data-outcome=\"fooled\"",
            "data-retrieval=\"kept\"",
            "20 times",
            "before: one, 83.0 %; of the neighbours 90.0 % agree");
  }

  @Test
  void theGalleryEndsBeforeThePageIsTooLarge() {
    List<GalleryItem> items = new ArrayList<>();
    GalleryItem item = SampleDetails.details(1).gallery().get(0);
    for (int i = 0; i < 200; i++) {
      items.add(item);
    }
    String page = written(new ReportDetails(List.of(), List.of(), Optional.empty(), items));
    assertThat(page.length()).isBetween(3_000_000, 4_500_000);
  }

  @Test
  void nothingIsWrittenOfNothing() {
    assertThat(written(ReportDetails.NONE)).isEqualTo("<main></main>\n");
  }

  @Test
  void imagesAreWholeOrMadeSmaller() throws IOException {
    float[] pixels = new float[130 * 100 * 1];
    pixels[0] = 1;
    String uri = EmbeddedImage.of(pixels, new ImageShape(130, 100, 1)).uri();
    var image =
        ImageIO.read(
            new ByteArrayInputStream(
                Base64.getDecoder().decode(uri.substring("data:image/png;base64,".length()))));
    assertThat(List.of(image.getHeight(), image.getWidth())).containsExactly(43, 33);
    // One of nine pixels is white.
    assertThat(image.getRGB(0, 0) & 0xff).isEqualTo(28);
    assertThatThrownBy(() -> EmbeddedImage.of(new float[3], new ImageShape(2, 2, 1)))
        .hasMessage("image must be 2x2x1: 3 values");
  }

  @Test
  void theDifferenceIsAroundGrey() throws IOException {
    EmbeddedImage image =
        EmbeddedImage.difference(
            new float[] {0.52f, 0.5f, 0.1f},
            new float[] {0.5f, 0.5f, 0.5f},
            new ImageShape(1, 1, 3),
            10);
    var shown =
        ImageIO.read(
            new ByteArrayInputStream(Base64.getDecoder().decode(image.uri().substring(22))));
    assertThat(shown.getRGB(0, 0) & 0xffffff).isEqualTo(0xb28000);
  }

  @Test
  void aConfusionMatrixCountsShares() {
    ConfusionMatrix matrix =
        new ConfusionMatrix("m", List.of("a", "b"), new long[][] {{3, 1}, {0, 0}});
    assertThat(matrix.share(0, 1)).isEqualTo(0.25);
    assertThat(matrix.share(1, 1)).isZero();
    assertThat(matrix.accuracy()).isEqualTo(0.75);
    assertThatThrownBy(() -> new ConfusionMatrix("m", List.of("a"), new long[][] {{1, 2}}))
        .hasMessage("confusion matrix must have a row and a column for each of 1 classes: 1");
  }

  @Test
  void manyClassesAreToldByTheirWorstConfusions() {
    List<String> classes = new ArrayList<>();
    long[][] counts = new long[30][30];
    for (int i = 0; i < 30; i++) {
      classes.add("class" + i);
      counts[i][i] = 9;
    }
    counts[3][7] = 1;
    String page =
        written(
            new ReportDetails(
                List.of(),
                List.of(new ConfusionMatrix("m", classes, counts)),
                Optional.empty(),
                List.of()));
    assertThat(page).contains("class3", "class7", "10.0").doesNotContain("class4");
  }

  @Test
  void valuesAreChecked() {
    assertThatThrownBy(() -> new ShownAnswer("a", true, 1.5, 0, List.of()))
        .hasMessage("probability and share must be in [0, 1]: 1.5, 0.0");
    assertThatThrownBy(() -> new AttentionSummary("a", 1, 0, 0, 0, new long[3], new double[0]))
        .hasMessage("histogram of top weights must have 10 bins: 3");
    assertThatThrownBy(
            () ->
                new AttentionData(
                    "m",
                    List.of("a"),
                    List.of(new AttentionSummary("a", 1, 0, 0, 0, new long[10], new double[0]))))
        .hasMessage("purity must be told of each of 1 classes: 0");
  }
}
