package io.retrievaldefense.ml;

import io.retrievaldefense.index.projection.Scaling;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** MLlib's metadata, and centre and scale as a row of Parquet, as MLlib keeps its models' data. */
final class PStableLshPersistence {
  private static final StructType SCHEMA =
      new StructType()
          .add("centre", DataTypes.createArrayType(DataTypes.FloatType, false), false)
          .add("scale", DataTypes.FloatType, false);

  private PStableLshPersistence() {}

  private static String data(String path) {
    return new Path(path, "data").toString();
  }

  static final class Writer extends MLWriter {
    private final PStableLshModel model;

    Writer(PStableLshModel model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter.saveMetadata(model, path, sc(), Option.empty(), Option.empty());
      Scaling scaling = model.scaling();
      sparkSession()
          .createDataFrame(List.of(RowFactory.create(scaling.centre(), scaling.scale())), SCHEMA)
          .coalesce(1)
          .write()
          .parquet(data(path));
    }
  }

  static final class Reader extends MLReader<PStableLshModel> {
    @Override
    public PStableLshModel load(String path) {
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader.loadMetadata(path, sc(), PStableLshModel.class.getName());
      Row row = sparkSession().read().schema(SCHEMA).parquet(data(path)).head();
      List<Float> values = row.getList(0);
      float[] centre = new float[values.size()];
      for (int i = 0; i < centre.length; i++) {
        centre[i] = values.get(i);
      }
      PStableLshModel model =
          new PStableLshModel(metadata.uid(), new Scaling(centre, row.getFloat(1)));
      metadata.getAndSetParams(model, Option.empty());
      return model;
    }
  }
}
