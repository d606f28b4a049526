package io.retrievaldefense.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.cnn.Normalization;
import io.retrievaldefense.features.CnnFeatureExtractor;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.index.projection.GaussianProjection;
import io.retrievaldefense.jobs.RunHarness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages in MLlib's own pipeline, with what the classes they wrap compute. */
class MlStagesTest {
  private static final ImageShape SHAPE = new ImageShape(8, 8, 3);
  private static final int IMAGES = 150;

  private static SparkSession spark;
  private static byte[] model;
  private static List<LabeledImage> images;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark = RunHarness.spark("local[2]");
    Random random = new Random(5);
    images = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      byte[] pixels = new byte[SHAPE.length()];
      random.nextBytes(pixels);
      images.add(new LabeledImage(i, "image " + i, 0, pixels));
    }
    CnnArchitecture architecture =
        CnnArchitecture.of(SHAPE, List.of("conv 4", "pool", "dense 10"), 3);
    List<byte[]> pixels = images.stream().map(LabeledImage::pixels).toList();
    model =
        CnnModelFile.toBytes(
            CnnModel.initialized(architecture, Normalization.of(pixels, SHAPE.channels()), 7),
            Map.of());
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private static Dataset<Row> table() {
    List<Row> rows =
        images.stream().map(image -> RowFactory.create(image.id(), image.pixels())).toList();
    return spark.createDataFrame(
        rows,
        new StructType()
            .add("id", DataTypes.LongType, false)
            .add("pixels", DataTypes.BinaryType, false));
  }

  private static Pipeline pipeline() throws IOException {
    return new Pipeline()
        .setStages(
            new PipelineStage[] {
              new CnnFeatureTransformer(model).setInputCol("pixels").setOutputCol("h"),
              new GaussianProjectionTransformer()
                  .setInputCol("h")
                  .setOutputCol("projected")
                  .setOutputDimension(6)
                  .setSeed(11),
              new PStableLsh()
                  .setInputCol("projected")
                  .setOutputCol("keys")
                  .setNumHashTables(3)
                  .setSeed(12)
            });
  }

  private static List<Row> results(PipelineModel fitted) {
    return fitted
        .transform(table())
        .orderBy("id")
        .select("id", "h", "projected", "keys")
        .collectAsList();
  }

  @Test
  void pipelineComputesWhatExtractorAndProjectionDo() throws IOException {
    List<Row> rows = pipeline().fit(table()).transform(table()).orderBy("id").collectAsList();

    assertThat(rows).hasSize(IMAGES);
    float[][] pixels = images.stream().map(LabeledImage::unitPixels).toArray(float[][]::new);
    GaussianProjection projection = new GaussianProjection(10, 6, 11);
    try (CnnFeatureExtractor extractor =
        new CnnFeatureExtractor(CnnModelFile.parse(model, "m"), FeatureLayer.PENULTIMATE, 64)) {
      float[][] features = extractor.features(pixels);
      for (int i = 0; i < IMAGES; i++) {
        assertThat(Columns.floats(rows.get(i).<Vector>getAs("h"))).isEqualTo(features[i]);
        assertThat(Columns.floats(rows.get(i).<Vector>getAs("projected")))
            .isEqualTo(projection.project(features[i]));
        assertThat(rows.get(i).<Integer>getList(rows.get(i).fieldIndex("keys"))).hasSize(3);
      }
    }
  }

  @Test
  void savedPipelineIsLoadedByMllibAndGivesTheSame() throws IOException {
    PipelineModel fitted = pipeline().fit(table());
    String path = folder.resolve("fitted").toString();
    fitted.write().save(path);
    String unfitted = folder.resolve("unfitted").toString();
    pipeline().write().save(unfitted);

    List<Row> expected = results(fitted);
    assertThat(results(PipelineModel.load(path))).isEqualTo(expected);
    assertThat(results(Pipeline.load(unfitted).fit(table()))).isEqualTo(expected);
  }

  @Test
  void copiesKeepParametersAndData() throws IOException {
    PipelineModel fitted = pipeline().fit(table());
    PipelineModel copied = fitted.copy(ParamMap.empty());
    assertThat(results(copied)).isEqualTo(results(fitted));
    assertThat(new PStableLsh().setNumHashTables(9).explainParams())
        .contains("numHashTables", "current: 9", "bucketWidth", "idCol");
  }

  @Test
  void wrongColumnsAreNamed() throws IOException {
    CnnFeatureTransformer cnn = new CnnFeatureTransformer(model).setInputCol("name");
    assertThatThrownBy(() -> cnn.transform(table()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column must be one of [id, pixels]: name");
    GaussianProjectionTransformer projection =
        new GaussianProjectionTransformer().setInputCol("pixels");
    assertThatThrownBy(() -> projection.transform(table()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column pixels must be of type vector: binary");
    cnn.setInputCol("pixels").setOutputCol("id");
    assertThatThrownBy(() -> cnn.transform(table()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("output column must not exist yet: id");
  }

  @Test
  void imagesOfAnotherShapeAreRefused() throws IOException {
    Dataset<Row> other =
        spark.createDataFrame(List.of(RowFactory.create(1L, new byte[7])), table().schema());
    CnnFeatureTransformer cnn = new CnnFeatureTransformer(model).setInputCol("pixels");
    assertThatThrownBy(() -> cnn.transform(other).collectAsList())
        .hasStackTraceContaining("pixels must be 192 bytes, the network's input: 7");
  }
}
