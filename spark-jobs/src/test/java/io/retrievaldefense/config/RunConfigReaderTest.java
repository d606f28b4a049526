package io.retrievaldefense.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.config.AttacksConfig.Threat;
import io.retrievaldefense.config.DataConfig.Source;
import io.retrievaldefense.config.ExtractorConfig.Feature;
import io.retrievaldefense.config.LayerSpec.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunConfigReaderTest {

  @Test
  void theDefaultsHoldEveryKeyAndNoOther() {
    TreeSet<String> defaults = new TreeSet<>();
    RunConfigReader.defaultValues().entrySet().forEach(entry -> defaults.add(entry.getKey()));
    assertThat(defaults)
        .containsExactlyInAnyOrderElementsOf(
            ConfigKeys.all().stream().map(ConfigKey::path).toList());
  }

  @Test
  void theDefaultsAreThePapersSplit() {
    DataConfig data = RunConfigReader.defaults().data();
    assertThat(data.source()).isEqualTo(Source.STREET_NUMBERS);
    assertThat(data.training()).isEqualTo(new SplitConfig("train", Count.ALL));
    assertThat(data.validation()).isEqualTo(new SplitConfig("train", Count.of(10_000)));
    assertThat(data.privateSet()).isEqualTo(new SplitConfig("extra", Count.of(100_000)));
  }

  @Test
  void readsAFileAndSettingsOverIt(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("base.conf"), "extractor.layers = [conv 8, pool, dense 16]");
    Path file = folder.resolve("run.conf");
    Files.writeString(
        file,
        """
        include "base.conf"
        seed = 7
        extractor { feature = convolutional, epochs = 3 }
        attacks { epsilons = [.01, 0.5], examples = all }
        runtime.off-heap = 1536 MiB
        """);
    RunConfig config =
        RunConfigReader.file(
            file,
            List.of(
                "extractor.epochs=5",
                "attacks.threats=known-index",
                "classifier.neighbors=[3, 4]",
                "data.root=hdfs://host:9000/a b",
                "extractor.epochs=6"));
    assertThat(config.seed()).isEqualTo(7);
    assertThat(config.extractor().layers())
        .containsExactly(
            new LayerSpec(Type.CONV, 8),
            new LayerSpec(Type.POOL, 0),
            new LayerSpec(Type.DENSE, 16));
    assertThat(config.extractor().feature()).isEqualTo(Feature.CONVOLUTIONAL);
    assertThat(config.extractor().epochs()).isEqualTo(6);
    assertThat(config.attacks().epsilons()).containsExactly(.01, .5);
    assertThat(config.attacks().examples()).isEqualTo(Count.ALL);
    assertThat(config.attacks().threats()).containsExactly(Threat.KNOWN_INDEX);
    assertThat(config.classifier().neighbors()).containsExactly(3, 4);
    assertThat(config.data().root()).isEqualTo("hdfs://host:9000/a b");
    assertThat(config.runtime().offHeap()).isEqualTo(1536L << 20);
  }

  @Test
  void showsEqualValuesAsEqualText() {
    Map<String, String> a =
        RunConfigReader.text(
                "attacks.epsilons = [.010, 8e-2], extractor.layers = [\"conv  32\", dense 8]",
                "a",
                List.of())
            .values();
    Map<String, String> b =
        RunConfigReader.text(
                "attacks.epsilons = [\"0.01\", 0.08], extractor.layers = [conv 32, dense 8]",
                "b",
                List.of())
            .values();
    assertThat(a).isEqualTo(b).containsEntry("attacks.epsilons", "[0.01, 0.08]");
  }

  @Test
  void givesOneSectionsValues() {
    RunConfig config = RunConfigReader.defaults("projection.dimension=9");
    assertThat(config.values("projection"))
        .containsOnly(
            Map.entry("projection.dimension", "9"), Map.entry("projection.deployment", "0"));
    assertThat(config.values("seed")).containsOnly(Map.entry("seed", "1"));
    assertThatThrownBy(() -> config.values("project"))
        .hasMessage("section must have keys: project");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          index.tables=0 | index.tables must be a whole number in [1, 1024]: 0
          index.tables=2.5 | index.tables must be a whole number in [1, 1024]: 2.5
          index.tables=many | index.tables must be a whole number in [1, 1024]: "many"
          projection.dimension=0 | projection.dimension must be "full" or a whole number in [1, 4096]: "0"
          index.tables=null | index.tables must be a whole number in [1, 1024]: null
          index.tables=[1 | index.tables must be a whole number in [1, 1024]: [1
          extractor.dropout=1 | extractor.dropout must be a number in [0, 1): 1
          extractor.learning-rate=0 | extractor.learning-rate must be a number in (0, 1]: 0
          extractor.flip=perhaps | extractor.flip must be true or false: "perhaps"
          extractor.layers=conv 0 | extractor.layers must be a list of at least 1, each of which must be "conv N", "pool" or "dense N" with N in [1, 16384]: ["conv 0"]
          extractor.layers=conv 8, pool | extractor.layers must begin with a convolution or a pool and end in a dense layer: [conv 8, pool]
          extractor.layers=dense 8 | extractor.layers must begin with a convolution or a pool and end in a dense layer: [dense 8]
          extractor.layers=dense 8, pool | extractor.layers must hold no convolution and no pool after a dense layer: [dense 8, pool]
          index.engine=hnws | index.engine must be one of lsh, exact, hnsw: "hnws"
          attacks.epsilons=0.1, 2 | attacks.epsilons must be a list of at least 1, each of which must be a number in (0, 1]: [0.1,2]
          attacks.epsilons=0.1, .10 | attacks.epsilons must not hold a value twice: [0.1, 0.1]
          attacks.epsilons=[] | attacks.epsilons must be a list of at least 1, each of which must be a number in (0, 1]: []
          attacks.examples=none | attacks.examples must be "all" or a whole number of at least 1: "none"
          runtime.off-heap=4 | runtime.off-heap must be an amount of memory in [1 MiB, 1 TiB]: 4
          runtime.resident=2 GiB | runtime.resident must be at least runtime.off-heap, 4096 MiB: 2048 MiB
          index.sketch-bits=100 | index.sketch-bits must be a multiple of 64: 100
          data.source=svhn | data.root must name the files of source svhn: nothing
          data.channels=2 | data.channels must be 1 or 3: 2
          data.validation.count=all | data.validation.count must be a number, since data.training.count already takes all of part train: all
          data.private.part=hidden | data.private.part must be one of train, test, extra: hidden
          data.private.count=100001 | data.private.count must be at most what other splits leave of data.street-numbers.extra, 100000: 100001
          data.street-numbers.train=10000 | data.street-numbers.train must leave images for data.training.count: 0
          data.private.count=9 | classifier.neighbors must be at most the size of the private set, 9: 10
          data.test.count=9 | attacks.examples must be at most the size of the test set, 9: 1000
          attacks.epsilons=-0.1 | attacks.epsilons must be a list of at least 1, each of which must be a number in (0, 1]: [-0.1]
          attacks.suite=best | attacks.suite must be one of paper, quick, standard, full: "best"
          attacks.threats=oracle | attacks.threats must be a list of at least 1, each of which must be one of baseline-transfer, extractor-transfer, private-index, known-index: ["oracle"]
          attacks.threats=extractor-transfer | attacks.threats must not hold extractor-transfer unless baseline.layers makes the baseline another network: [extractor-transfer]
          baseline.layers=dense 8, pool | baseline.layers must hold no convolution and no pool after a dense layer: [dense 8, pool]
          extractor.adversarial.steps=-1 | extractor.adversarial.steps must be a whole number in [0, 1000]: -1
          extractor.attention-tuning.epochs=-1 | extractor.attention-tuning.epochs must be a whole number in [0, 10000]: -1
          extractor.attention-tuning.sharpness=0 | extractor.attention-tuning.sharpness must be a number in (0, 1000]: 0
          extractor.attention-tuning.bank=10 | extractor.attention-tuning.bank must be of more images than extractor.attention-tuning.neighbors, 10: 10
          classifier.queries=test | classifier.queries must be one of training, private, all: "test"
          classifier.adversarial.epsilon=2 | classifier.adversarial.epsilon must be a number in (0, 1]: 2
          classifier.adversarial.reach=0 | classifier.adversarial.reach must be a number in (0, 100]: 0
          classifier.adversarial.rounds=1 | classifier.adversarial.steps must be positive if classifier.adversarial.rounds is: 0
          classifier.local-mixup=1.5 | classifier.local-mixup must be a number in [0, 1]: 1.5
          attacks.queries=0 | attacks.queries must be "all" or a whole number of at least 1: "0"
          """)
  void refusesValuesNamingKeyRuleAndValue(String setting, String message) {
    assertThatThrownBy(() -> RunConfigReader.defaults(setting))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"feature", "both"})
  void layersOnTheFeatureLearnNothingOfConvexSums(String input) {
    assertThatThrownBy(
            () ->
                RunConfigReader.defaults("classifier.input=" + input, "classifier.local-mixup=0.5"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("classifier.local-mixup must be 0 if classifier.input is " + input + ": 0.5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          classifier.input=summary | classifier.input must be feature or both if classifier.start is extractor: summary
          classifier.value-length=8 | classifier.value-length must be 0 if classifier.start is extractor: 8
          extractor.feature=convolutional | extractor.feature must be penultimate or multi-layer if classifier.start is extractor, which is linear in these alone: convolutional
          """)
  void aHeadStartsAsTheExtractorsOwnOnlyWhereItCan(String setting, String message) {
    assertThatThrownBy(
            () ->
                RunConfigReader.defaults(
                    "classifier.start=extractor", "classifier.input=both", setting))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void withoutAProjectionNoneIsSecret() {
    assertThatThrownBy(
            () ->
                RunConfigReader.defaults(
                    "projection.dimension=full", "attacks.stand-in-projection=own"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "attacks.stand-in-projection must be known where projection.dimension is full, and no"
                + " W is secret: own");
  }

  @Test
  void executorsDoNotTrainAdversarially() {
    assertThatThrownBy(
            () ->
                RunConfigReader.defaults(
                    "extractor.trainer=spark", "extractor.adversarial.steps=7"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("extractor.adversarial.steps must be 0 if extractor.trainer is spark: 7");
  }

  @Test
  void neitherExecutorsNorAdversarialTrainingTuneThroughAttention() {
    for (String other : List.of("extractor.trainer=spark", "extractor.adversarial.steps=1")) {
      assertThatThrownBy(
              () -> RunConfigReader.defaults("extractor.attention-tuning.epochs=2", other))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "extractor.attention-tuning.epochs must be 0 with extractor.trainer spark or"
                  + " adversarial training: 2");
    }
  }

  @Test
  void viewsOfABatchComeInPairs() {
    assertThatThrownBy(
            () ->
                RunConfigReader.defaults(
                    "extractor.learning=contrastive", "extractor.batch-size=51"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "extractor.batch-size must be an even number of at least 4 if extractor.learning is"
                + " contrastive: 51");
    assertThatThrownBy(
            () ->
                RunConfigReader.defaults(
                    "extractor.learning=rotations", "extractor.adversarial.steps=2"))
        .hasMessage(
            "extractor.learning must be supervised with extractor.trainer spark or adversarial"
                + " training: rotations");
  }

  @Test
  void keysAndQueriesCannotStartAtNothing() {
    assertThatThrownBy(
            () ->
                RunConfigReader.defaults("classifier.key-length=4", "classifier.attention-start=0"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("classifier.attention-start must be positive if classifier.key-length is: 0");
  }

  @Test
  void anAttackerWithoutThePrivateSetNeedsPublicImages() {
    assertThatThrownBy(
            () ->
                RunConfigReader.defaults(
                    "data.training.count=9", "attacks.threats=[private-index]"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "classifier.neighbors must be at most the size of the training set, which private-index"
                + " attacks through, 9: 10");
  }

  @Test
  void refusesToAttackWithNothing() {
    assertThatThrownBy(
            () -> RunConfigReader.defaults("attacks.fgsm=false", "attacks.ifgsm.enabled=false"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("attacks.fgsm or attacks.ifgsm.enabled must be true: both are false");
  }

  @Test
  void namesTheFileAndLineOfABadValue() {
    assertThatThrownBy(
            () -> RunConfigReader.text("seed = 1\nindex.tables = -3", "my.conf", List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("index.tables must be a whole number in [1, 1024]: -3 (my.conf: 2)");
  }

  @ParameterizedTest
  @CsvSource({
    "extractor.epoch = 3, extractor.epoch, extractor.epochs",
    "clasifier { epochs = 3 }, clasifier.epochs, classifier.epochs",
    "seed { a = 1 }, seed.a, seed"
  })
  void refusesUnknownKeysNamingTheNearest(String text, String key, String nearest) {
    assertThatThrownBy(() -> RunConfigReader.text(text, "my.conf", List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "configuration key must be a known one: %s (nearest: %s) (my.conf: 1)", key, nearest);
  }

  @Test
  void refusesASectionThatIsAValue() {
    assertThatThrownBy(() -> RunConfigReader.text("data = 5", "my.conf", List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("data must be a section, with keys and values in it (my.conf: 1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "=5", ""})
  void refusesSettingsOfAnotherForm(String setting) {
    assertThatThrownBy(() -> RunConfigReader.defaults(setting))
        .isInstanceOf(ConfigException.class)
        .hasMessage("setting must have the form key=value: " + setting);
  }

  @Test
  void refusesWhatIsNoHocon() {
    assertThatThrownBy(() -> RunConfigReader.text("seed = {", "my.conf", List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("configuration must be HOCON: my.conf");
    assertThatThrownBy(() -> RunConfigReader.text("seed = ${nowhere}", "my.conf", List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("configuration must have no open reference: my.conf");
  }

  @Test
  void refusesAFileThatIsNotThere(@TempDir Path folder) {
    Path file = folder.resolve("none.conf");
    assertThatThrownBy(() -> RunConfigReader.file(file, List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("configuration file must be readable: " + file);
  }

  @Test
  void theTableDocumentsEveryKey() {
    String table = ConfigTable.markdown();
    assertThat(table.lines()).hasSize(2 + ConfigKeys.all().size());
    assertThat(table)
        .contains(
            "| `projection.dimension` | `64` | \"full\" or a whole number in [1, 4096] |"
                + " length d of the projected feature h'; full searches by h itself |");
  }

  @Test
  void aPrivateQueryNeedsOneImageMoreThanItHasNeighbors() {
    RunConfigReader.defaults("classifier.neighbors=20", "index.rows=20");
    assertThatThrownBy(
            () ->
                RunConfigReader.defaults(
                    "classifier.neighbors=20", "index.rows=20", "classifier.queries=all"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "classifier.neighbors and a private query itself must be at most the size of the index,"
                + " index.rows, 20: 21");
  }

  @Test
  void theDefenceIsNotAttackedOnImagesThatItFinds() {
    assertThatThrownBy(
            () ->
                RunConfigReader.defaults(
                    "classifier.adversarial.steps=1",
                    "classifier.adversarial.rounds=1",
                    "classifier.queries=private"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "classifier.queries must be training if classifier.adversarial.rounds is positive:"
                + " private");
  }
}
