package io.retrievaldefense.jobs;

import static org.apache.spark.sql.functions.col;

import io.retrievaldefense.images.LabeledImage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The prepared images: Parquet, a folder per split; pixels uint8 in [H, W, C] order. */
final class ImageTable {

  static final String SPLIT = "split";

  static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType, false)
          .add("name", DataTypes.StringType, false)
          .add("label", DataTypes.IntegerType, false)
          .add("pixels", DataTypes.BinaryType, true)
          .add("reason", DataTypes.StringType, true)
          .add(SPLIT, DataTypes.StringType, false);

  private ImageTable() {}

  private static Path path(Path prepared) {
    return new Path(prepared, "images");
  }

  /** Where the files of one split are. */
  static Path folder(Path prepared, Split split) {
    return new Path(path(prepared), SPLIT + "=" + split.id());
  }

  /** The images of one split, in no order. */
  static Dataset<Row> read(SparkSession spark, Path prepared, Split split) {
    return spark
        .read()
        .schema(SCHEMA)
        .parquet(path(prepared).toString())
        .where(col(SPLIT).equalTo(split.id()))
        .select("id", "name", "label", "pixels");
  }

  /** The images of one split on the driver, by id. */
  static List<LabeledImage> collect(SparkSession spark, Path prepared, Split split) {
    List<LabeledImage> images = new ArrayList<>();
    for (Row row : read(spark, prepared, split).collectAsList()) {
      images.add(image(row));
    }
    images.sort(Comparator.comparingLong(LabeledImage::id));
    return images;
  }

  /** The images of one split without their pixels, by id: what planning needs. */
  static List<LabeledImage> withoutPixels(SparkSession spark, Path prepared, Split split) {
    List<LabeledImage> images = new ArrayList<>();
    for (Row row : read(spark, prepared, split).select("id", "name", "label").collectAsList()) {
      images.add(new LabeledImage(row.getLong(0), row.getString(1), row.getInt(2), new byte[0]));
    }
    images.sort(Comparator.comparingLong(LabeledImage::id));
    return images;
  }

  /** Those images of one split that have one of some ids, by id. */
  static Map<Long, LabeledImage> byId(
      SparkSession spark, Path prepared, Split split, Collection<Long> ids) {
    Map<Long, LabeledImage> images = new HashMap<>();
    read(spark, prepared, split)
        .where(col("id").isin(ids.toArray()))
        .collectAsList()
        .forEach(row -> images.put(row.getLong(0), image(row)));
    return images;
  }

  static LabeledImage image(Row row) {
    return new LabeledImage(row.getLong(0), row.getString(1), row.getInt(2), row.getAs(3));
  }

  /** Pixels in [0, 1] of rows as {@link #read} yields them, [n, H * W * C]. */
  static float[][] unitPixels(List<Row> rows) {
    return rows.stream().map(row -> image(row).unitPixels()).toArray(float[][]::new);
  }
}
