package io.retrievaldefense.ml;

import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.model.ModelFormatException;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Images to feature vectors h by a trained network. The input column holds the pixels of an image
 * as bytes, uint8 in [H, W, C] order, of the network's shape; the output is a vector of length D.
 *
 * <p>The network is broadcast once and built once per task slot; a task computes with one native
 * thread.
 */
public final class CnnFeatureTransformer extends ColumnStage<CnnFeatureTransformer>
    implements MLWritable {
  private static final long serialVersionUID = 1L;

  private final byte[] model;
  private final Param<String> featureLayer;

  /**
   * @param model bytes of a model file, such as {@code cnn.model} of a run
   * @throws ModelFormatException if they are not
   */
  public CnnFeatureTransformer(byte[] model) throws ModelFormatException {
    this(Identifiable.randomUID("cnnFeatures"), model);
  }

  CnnFeatureTransformer(String uid, byte[] model) throws ModelFormatException {
    this(model.clone(), uid);
    CnnModelFile.parse(this.model, "model");
  }

  /** Bytes that are known to be good, and nobody's but ours. */
  private CnnFeatureTransformer(byte[] checked, String uid) {
    super(uid, "pixels, bytes in [H, W, C] order", "the feature vectors");
    model = checked;
    featureLayer =
        new Param<>(
            this,
            "featureLayer",
            "which activations are h: penultimate or convolutional",
            ParamValidators.inArray(new String[] {"penultimate", "convolutional"}));
    setDefault(featureLayer, "penultimate");
  }

  /**
   * With the network of a model file.
   *
   * @param file such as {@code DIR/train-extractor/cnn.model} of a run
   * @param hadoop settings of its file system
   * @throws IOException if it cannot be read, or is damaged
   */
  public static CnnFeatureTransformer of(Path file, Configuration hadoop) throws IOException {
    return new CnnFeatureTransformer(PersistedFile.read(file, hadoop));
  }

  /** Reads what {@code write} has written. */
  public static MLReader<CnnFeatureTransformer> read() {
    return new CnnFeaturePersistence.Reader();
  }

  /** Reads from a path. */
  public static CnnFeatureTransformer load(String path) {
    return read().load(path);
  }

  @Override
  public MLWriter write() {
    return new CnnFeaturePersistence.Writer(this);
  }

  byte[] model() {
    return model;
  }

  /** Parameter: which activations are h. */
  public Param<String> featureLayer() {
    return featureLayer;
  }

  /** Sets {@link #featureLayer}: {@code penultimate} or {@code convolutional}. */
  public CnnFeatureTransformer setFeatureLayer(String layer) {
    set(featureLayer, layer);
    return this;
  }

  /** Value of {@link #featureLayer}. */
  public String getFeatureLayer() {
    return getOrDefault(featureLayer);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Columns.require(schema, getInputCol(), DataTypes.BinaryType);
    return Columns.with(schema, getOutputCol(), SQLDataTypes.VectorType());
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema());
    FeatureRows rows =
        new FeatureRows(
            JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext())
                .broadcast(model),
            FeatureLayer.valueOf(getFeatureLayer().toUpperCase(Locale.ROOT)),
            dataset.schema().fieldIndex(getInputCol()));
    return dataset.toDF().mapPartitions(rows, Encoders.row(schema));
  }

  @Override
  public CnnFeatureTransformer copy(ParamMap extra) {
    return copyValues(new CnnFeatureTransformer(model, uid()), extra);
  }

  @Override
  public String toString() {
    return "CnnFeatureTransformer: uid=" + uid() + ", featureLayer=" + getFeatureLayer();
  }
}
