package io.retrievaldefense.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedConfigurationsTest {
  private static final Path CONF = Path.of("..", "conf");

  private static RunConfig read(String name, String... settings) {
    return RunConfigReader.file(CONF.resolve(name), List.of(settings));
  }

  @ParameterizedTest
  @ValueSource(strings = {"quickstart.conf", "street-numbers.conf", "street-numbers-paper.conf"})
  void generatedImagesNeedNoSettings(String name) {
    assertThat(read(name).data().source()).isEqualTo(DataConfig.Source.STREET_NUMBERS);
  }

  @Test
  void cifar10SplitsTrainInTwoHalves() {
    DataConfig data = read("cifar10.conf", "data.root=/images").data();
    int classifiers =
        data.training().count().among(50_000) + data.validation().count().among(50_000);
    assertThat(classifiers).isEqualTo(25_000);
    assertThat(data.privateSet()).isEqualTo(new SplitConfig("train", Count.of(25_000)));
    assertThat(data.test()).isEqualTo(new SplitConfig("test", Count.ALL));
  }

  @Test
  void svhnAndItsStandInHaveThePapersSplit() {
    DataConfig svhn = read("svhn.conf", "data.root=/svhn").data();
    DataConfig standIn = read("street-numbers-paper.conf").data();
    assertThat(svhn.training().count()).isEqualTo(Count.of(73_257 - 10_000));
    assertThat(svhn.validation().count()).isEqualTo(Count.of(10_000));
    assertThat(svhn.test().count()).isEqualTo(Count.of(26_032));
    assertThat(svhn.privateSet()).isEqualTo(new SplitConfig("extra", Count.of(100_000)));
    assertThat(standIn.training()).isEqualTo(svhn.training());
    assertThat(standIn.validation()).isEqualTo(svhn.validation());
    assertThat(standIn.privateSet()).isEqualTo(svhn.privateSet());
    assertThat(standIn.test()).isEqualTo(svhn.test());
  }
}
