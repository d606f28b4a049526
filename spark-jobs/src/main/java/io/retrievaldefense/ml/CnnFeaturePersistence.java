package io.retrievaldefense.ml;

import io.retrievaldefense.model.ModelFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/** MLlib's metadata, and the model file beside it. */
final class CnnFeaturePersistence {
  private static final String MODEL = "cnn.model";

  private CnnFeaturePersistence() {}

  static final class Writer extends MLWriter {
    private final CnnFeatureTransformer stage;

    Writer(CnnFeatureTransformer stage) {
      this.stage = stage;
    }

    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter.saveMetadata(stage, path, sc(), Option.empty(), Option.empty());
      try {
        PersistedFile.write(new Path(path, MODEL), stage.model(), sc().hadoopConfiguration());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static final class Reader extends MLReader<CnnFeatureTransformer> {
    @Override
    public CnnFeatureTransformer load(String path) {
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader.loadMetadata(path, sc(), CnnFeatureTransformer.class.getName());
      try {
        byte[] model = PersistedFile.read(new Path(path, MODEL), sc().hadoopConfiguration());
        CnnFeatureTransformer stage = new CnnFeatureTransformer(metadata.uid(), model);
        metadata.getAndSetParams(stage, Option.empty());
        return stage;
      } catch (ModelFormatException e) {
        throw new IllegalArgumentException("stage must hold a whole model: " + path, e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
