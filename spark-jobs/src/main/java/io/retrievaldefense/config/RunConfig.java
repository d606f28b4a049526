package io.retrievaldefense.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The whole configuration of a run; immutable, checked when it is read. */
public final class RunConfig {
  private final long seed;
  private final DataConfig data;
  private final BaselineConfig baseline;
  private final ExtractorConfig extractor;
  private final ImportedModelConfig importedModel;
  private final ProjectionConfig projection;
  private final IndexConfig index;
  private final QueryConfig query;
  private final ClassifierConfig classifier;
  private final AttacksConfig attacks;
  private final RuntimeConfig runtime;
  private final ReportConfig report;
  private final SortedMap<String, String> values;
  private final SortedMap<String, String> origins;

  RunConfig(Config config) {
    seed = ConfigKeys.SEED.read(config);
    data = DataConfig.read(config);
    baseline = BaselineConfig.read(config);
    extractor = ExtractorConfig.read(config);
    importedModel = ImportedModelConfig.read(config);
    projection = ProjectionConfig.read(config);
    index = IndexConfig.read(config);
    query = QueryConfig.read(config);
    classifier = ClassifierConfig.read(config);
    attacks = AttacksConfig.read(config);
    runtime = RuntimeConfig.read(config);
    report = ReportConfig.read(config);
    SortedMap<String, String> shown = new TreeMap<>();
    SortedMap<String, String> from = new TreeMap<>();
    for (ConfigKey<?> key : ConfigKeys.all()) {
      shown.put(key.path(), key.show(config));
      from.put(key.path(), origin(config.getValue(key.path())));
    }
    origins = Collections.unmodifiableSortedMap(from);
    values = Collections.unmodifiableSortedMap(shown);
    int mostNeighbors = Collections.max(classifier.neighbors());
    boolean withoutItself = classifier.queries().hasPrivate();
    String indexed =
        withoutItself ? "classifier.neighbors and a private query itself" : "classifier.neighbors";
    int mostIndexed = mostNeighbors + (withoutItself ? 1 : 0);
    requireEnough(indexed, mostIndexed, "private set", data.privateSet().count());
    requireEnough(indexed, mostIndexed, "index, index.rows", index.rows());
    if (attacks.threats().contains(AttacksConfig.Threat.PRIVATE_INDEX)) {
      requireEnough(
          "classifier.neighbors",
          mostNeighbors,
          "stand-in index, attacks.stand-in-rows",
          attacks.standInRows());
      requireEnough(
          "classifier.neighbors",
          mostNeighbors,
          "training set, which private-index attacks through",
          data.training().count());
    }
    if (attacks.standInProjection() == AttacksConfig.StandInProjection.OWN
        && projection.dimension().isAll()) {
      throw new ConfigException(
          "attacks.stand-in-projection must be known where projection.dimension is full, and no W"
              + " is secret: "
              + values.get("attacks.stand-in-projection"));
    }
    if (attacks.threats().contains(AttacksConfig.Threat.EXTRACTOR_TRANSFER)
        && !baseline.isApart()) {
      throw new ConfigException(
          "attacks.threats must not hold extractor-transfer unless baseline.layers makes the"
              + " baseline another network: "
              + values.get("attacks.threats"));
    }
    if (classifier.start() == ClassifierConfig.Start.EXTRACTOR
        && extractor.feature() == ExtractorConfig.Feature.CONVOLUTIONAL) {
      throw new ConfigException(
          "extractor.feature must be penultimate or multi-layer if classifier.start is extractor,"
              + " which is linear in these alone: "
              + values.get("extractor.feature"));
    }
    attacks
        .examples()
        .limit()
        .ifPresent(
            examples ->
                requireEnough("attacks.examples", examples, "test set", data.test().count()));
  }

  private static String origin(ConfigValue value) {
    String description = value.origin().description();
    return description.startsWith(RunConfigReader.DEFAULT) ? RunConfigReader.DEFAULT : description;
  }

  private static void requireEnough(String key, int wanted, String set, Count available) {
    if (!available.isAll() && available.limit().getAsInt() < wanted) {
      throw new ConfigException(
          key + " must be at most the size of the " + set + ", " + available + ": " + wanted);
    }
  }

  /**
   * @return what every random choice of the run follows from
   */
  public long seed() {
    return seed;
  }

  /**
   * @return which images, and how they are split
   */
  public DataConfig data() {
    return data;
  }

  /**
   * @return the public network
   */
  public BaselineConfig baseline() {
    return baseline;
  }

  /**
   * @return the network that computes h
   */
  public ExtractorConfig extractor() {
    return extractor;
  }

  /**
   * @return the network that is used instead of training one, if there is one
   */
  public ImportedModelConfig importedModel() {
    return importedModel;
  }

  /**
   * @return the projection from h to h'
   */
  public ProjectionConfig projection() {
    return projection;
  }

  /**
   * @return the retrieval index
   */
  public IndexConfig index() {
    return index;
  }

  /**
   * @return from where the index is queried
   */
  public QueryConfig query() {
    return query;
  }

  /**
   * @return attention and head
   */
  public ClassifierConfig classifier() {
    return classifier;
  }

  /**
   * @return which attacks are run
   */
  public AttacksConfig attacks() {
    return attacks;
  }

  /**
   * @return what of the machine may be used
   */
  public RuntimeConfig runtime() {
    return runtime;
  }

  /**
   * @return the report
   */
  public ReportConfig report() {
    return report;
  }

  /**
   * @return every key with its value as one would write it; equal values give equal text
   */
  public SortedMap<String, String> values() {
    return values;
  }

  /**
   * @return by key where its value comes from: {@code default}, {@code --set}, or file and line
   */
  public SortedMap<String, String> origins() {
    return origins;
  }

  /**
   * The keys and values of a section, or the one key of that path.
   *
   * @param section such as {@code extractor}, {@code attacks.ifgsm} or {@code seed}
   * @return its part of {@link #values}, never empty
   * @throws IllegalArgumentException if there is no such section
   */
  public SortedMap<String, String> values(String section) {
    SortedMap<String, String> part = new TreeMap<>();
    values.forEach(
        (path, value) -> {
          if (path.equals(section) || path.startsWith(section + ".")) {
            part.put(path, value);
          }
        });
    if (part.isEmpty()) {
      throw new IllegalArgumentException("section must have keys: " + section);
    }
    return Collections.unmodifiableSortedMap(part);
  }
}
