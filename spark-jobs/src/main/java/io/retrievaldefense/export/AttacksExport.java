package io.retrievaldefense.export;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.evaluation.ExampleTable;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.index.vectors.NpyWriter;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.pipeline.FinishedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The stored adversarial examples of an evaluation, one per (model, threat, epsilon, example):
 * {@code adversarial.npy} [m, C, H, W], of which {@code adversarial.csv} says what they are and
 * {@code original.npy} [m] which row of {@code originals.npy} [k, C, H, W] they were; {@code
 * labels.npy} and {@code ids.npy} [k] of those; and {@code rows.csv}, every row of the evaluation.
 */
public final class AttacksExport {
  private static final String FORMAT = "retrieval-defense-attacks-1";
  private static final String STEP = "evaluate-attacks";
  private static final String EXAMPLES = "examples";
  private static final String ROWS = "attacks";
  private static final String IMAGE = "image";
  private static final String ID = "example";
  private static final List<String> KEY =
      List.of("model", "threat", "epsilon", ID, "attack", "restart", "group");

  private final TrainedRun run;
  private final SparkSession spark;
  private final org.apache.hadoop.fs.Path evaluation;
  private final ImageShape shape;
  private final Map<Long, Integer> originals = new HashMap<>();

  private AttacksExport(FinishedRun finished, SparkSession spark) throws IOException {
    evaluation = finished.output(STEP);
    if (finished.files(STEP).stream().noneMatch(file -> file.startsWith(EXAMPLES + "/"))) {
      throw new BadInputException(
          "evaluation must have stored its adversarial examples: " + evaluation + " has none");
    }
    run = new TrainedRun(finished);
    shape = run.shape();
    this.spark = spark;
  }

  /**
   * Writes the export.
   *
   * @param run whose attacks are evaluated
   * @param target a folder that is not there yet, or is empty
   * @param spark reads the tables
   * @return the names of the files
   * @throws BadInputException if a step of the run is not finished, it stored no examples, or the
   *     target holds anything
   */
  public static List<String> write(FinishedRun run, Path target, SparkSession spark)
      throws IOException {
    ExportFolder.requireFree(target);
    AttacksExport export = new AttacksExport(run, spark);
    try (ExportFolder folder = ExportFolder.begin(target, FORMAT)) {
      export.write(folder);
      return folder.publish();
    }
  }

  private void write(ExportFolder folder) throws IOException {
    Dataset<Row> examples = table(EXAMPLES);
    writeOriginals(folder, examples);
    long count = writeExamples(folder, examples);
    long rows = writeRows(folder);
    ObjectNode manifest = folder.manifest();
    manifest
        .put("adversarial", count)
        .put("originals", originals.size())
        .put("rows", rows)
        .put("data-digest", run.dataDigest())
        .put("extractor-digest", run.extractorDigest())
        .put("seed", run.seed());
    folder.writeResource("attacks-README.txt", "README.txt");
  }

  /** A table in an order that is the same for the same rows. */
  private Dataset<Row> table(String name) {
    Dataset<Row> table =
        spark.read().parquet(new org.apache.hadoop.fs.Path(evaluation, name).toString());
    List<String> columns = List.of(table.columns());
    return table.orderBy(
        KEY.stream().filter(columns::contains).map(column -> col(column)).toArray(Column[]::new));
  }

  /** The images that any example was made of, by id. */
  private void writeOriginals(ExportFolder folder, Dataset<Row> examples) throws IOException {
    List<Row> attacked = examples.select(ID).distinct().orderBy(ID).collectAsList();
    Map<Long, LabeledImage> images = new HashMap<>();
    run.testImages(spark).forEach(image -> images.put(image.id(), image));
    try (NpyWriter pixels = images(folder, "originals", attacked.size());
        NpyWriter labels = NpyWriter.longs(folder.file("labels.npy"), attacked.size());
        NpyWriter ids = NpyWriter.longs(folder.file("ids.npy"), attacked.size())) {
      for (Row row : attacked) {
        LabeledImage image = images.get(row.getLong(0));
        if (image == null) {
          throw new IOException("example must be a test image: " + row.getLong(0));
        }
        pixels.write(ChannelsFirst.of(image.unitPixels(), shape));
        labels.write(image.label());
        ids.write(image.id());
        originals.put(image.id(), originals.size());
      }
    }
  }

  private long writeExamples(ExportFolder folder, Dataset<Row> examples) throws IOException {
    List<String> columns = new ArrayList<>(List.of(examples.columns()));
    columns.remove(IMAGE);
    long count = examples.count();
    try (NpyWriter pixels = images(folder, "adversarial", count);
        NpyWriter original = NpyWriter.longs(folder.file("original.npy"), count);
        CsvWriter csv = new CsvWriter(folder.file("adversarial.csv"), columns)) {
      Iterator<Row> rows = examples.toLocalIterator();
      while (rows.hasNext()) {
        Row row = rows.next();
        pixels.write(ChannelsFirst.of(ExampleTable.image(row.getAs(IMAGE)), shape));
        original.write(originals.get(row.<Long>getAs(ID)).longValue());
        csv.write(values(row, columns));
      }
    }
    return count;
  }

  private long writeRows(ExportFolder folder) throws IOException {
    Dataset<Row> rows = table(ROWS);
    List<String> columns = List.of(rows.columns());
    long count = 0;
    try (CsvWriter csv = new CsvWriter(folder.file("rows.csv"), columns)) {
      for (Iterator<Row> all = rows.toLocalIterator(); all.hasNext(); count++) {
        csv.write(values(all.next(), columns));
      }
    }
    return count;
  }

  private NpyWriter images(ExportFolder folder, String name, long count) throws IOException {
    return NpyWriter.floats(
        folder.file(name + ".npy"), count, shape.channels(), shape.height(), shape.width());
  }

  private static List<Object> values(Row row, List<String> columns) {
    List<Object> values = new ArrayList<>();
    columns.forEach(column -> values.add(row.getAs(column)));
    return values;
  }
}
