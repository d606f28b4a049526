package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Tables of vectors, which Spark reads, and answers that its tasks find. */
class IndexTableCommandsTest extends VectorFolder {
  @Test
  void aTableIsBuiltByTasksAndAnswersAsTheFileDoes() throws IOException {
    String table = table("base.parquet", 0, 1000, 3);
    assertThat(
            commands.done(
                "index", "build", "--vectors", table, "--out", index, "--master", "local[2]"))
        .startsWith("snapshot 1: 1,000 vectors of 16 in 2 shards, ");
    commands.done("index", "build", "--vectors", base, "--out", index + "2");
    assertThat(found(index)).isDeepEqualTo(found(index + "2"));
    assertThat(commands.done("index", "check", index)).contains("1,000 rows", "0 findings");

    String added = table("more.parquet", 1000, 200, 1);
    assertThat(commands.done("index", "append", index, "--vectors", added, "--master", "local[1]"))
        .startsWith("snapshot 2: 200 appended; 1,200 vectors");
    assertThat(
            commands.refused("index", "append", index, "--vectors", added, "--master", "local[1]"))
        .contains("expected ids that are not in the index, found id 1000");

    String answers = folder.resolve("answers.parquet").toString();
    assertThat(
            commands.done(
                "index",
                "search",
                index,
                "--queries",
                added,
                "--out",
                answers,
                "-n",
                "2",
                "--master",
                "local[1]"))
        .isEqualTo("200 answers written to " + answers + "\n");
    try (SparkSession spark = spark()) {
      List<Row> rows = spark.read().parquet(answers).orderBy("query").collectAsList();
      assertThat(rows).hasSize(200);
      assertThat(rows.get(7).getLong(0)).isEqualTo(1007);
      assertThat(rows.get(7).<Long>getList(1).get(0)).isEqualTo(1007);
      assertThat(rows.get(7).<Float>getList(2).get(0)).isZero();
      assertThat(rows.get(7).<Integer>getList(3).get(0)).isEqualTo(1007 % 10);
    }
  }

  private static SparkSession spark() {
    return SparkSession.builder()
        .master("local[1]")
        .config("spark.ui.enabled", "false")
        .getOrCreate();
  }

  private String table(String name, int first, int count, int files) throws IOException {
    float[][] vectors = vectors(first, count);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(RowFactory.create((long) first + i, (first + i) % 10L, vectors[i]));
    }
    return table(name, rows, files, DataTypes.FloatType);
  }

  private String table(String name, List<Row> rows, int files, DataType element) {
    StructType schema =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("label", DataTypes.LongType)
            .add("vector", DataTypes.createArrayType(element));
    String location = folder.resolve(name).toString();
    try (SparkSession spark = spark()) {
      spark.createDataFrame(rows, schema).repartition(files).write().parquet(location);
    }
    return location;
  }

  @Test
  void aTableThatCannotBeAnIndexIsRefusedInOneSentence() throws IOException {
    double[] two = {1, 2};
    List<Row> twice =
        List.of(
            RowFactory.create(1L, 0L, two),
            RowFactory.create(2L, 0L, two),
            RowFactory.create(2L, 0L, two));
    String table = table("twice.parquet", twice, 2, DataTypes.DoubleType);
    assertThat(refusedTable(table))
        .isEqualTo("ids must be distinct: 2 is there 2 times in " + table);
    table =
        table(
            "lengths.parquet",
            List.of(RowFactory.create(1L, 0L, two), RowFactory.create(2L, 0L, new double[] {1})),
            1,
            DataTypes.DoubleType);
    assertThat(refusedTable(table)).startsWith("vectors must have one length, ");
    table =
        table(
            "infinite.parquet",
            List.of(RowFactory.create(1L, 0L, new double[] {1, Double.POSITIVE_INFINITY})),
            1,
            DataTypes.DoubleType);
    assertThat(refusedTable(table)).isEqualTo("vector must be finite: Infinity in the row of id 1");
    table =
        table("null.parquet", List.of(RowFactory.create(5L, null, two)), 1, DataTypes.DoubleType);
    assertThat(refusedTable(table)).isEqualTo("row must have no null: in the row of id 5");
    table =
        table(
            "label.parquet",
            List.of(RowFactory.create(5L, 1L + (1L << 32), two)),
            1,
            DataTypes.DoubleType);
    assertThat(refusedTable(table))
        .isEqualTo("label must be in [0, 2147483646]: 4294967297 in the row of id 5");
    table =
        table(
            "highest.parquet",
            List.of(RowFactory.create(6L, (long) Integer.MAX_VALUE, two)),
            1,
            DataTypes.DoubleType);
    assertThat(refusedTable(table))
        .isEqualTo("label must be in [0, 2147483646]: 2147483647 in the row of id 6");
    Path text = Files.writeString(folder.resolve("text.parquet"), "no table");
    assertThat(refusedTable(text.toString())).isEqualTo("table must be Parquet: " + text);
    assertThat(refusedTable(folder.resolve("none.parquet").toString()))
        .startsWith("vectors must exist: ");
    assertThat(Path.of(index, "snapshot-00000001.json")).doesNotExist();
  }

  private String refusedTable(String table) {
    return commands.refused(
        "index", "build", "--vectors", table, "--out", index, "--master", "local[1]");
  }

  @Test
  void aTableIsTunedOnByASampleOfIt() throws IOException {
    String table = table("base.parquet", 0, 1000, 2);
    assertThat(
            commands.done(
                "index", "tune", "--vectors", table, "--recall", "0.5", "--master", "local[1]"))
        .contains("on a sample of 800");
  }

  @Test
  void labelsDoNotGoWithATable() throws IOException {
    String table = table("base.parquet", 0, 20, 1);
    String sentence = "--labels must not go with a table, which has a column label: labels.txt";
    assertThat(
            commands.refused(
                "index",
                "build",
                "--vectors",
                table,
                "--labels",
                "labels.txt",
                "--tune",
                "0.9",
                "--out",
                index))
        .isEqualTo(sentence);
    commands.done("index", "build", "--vectors", base, "--out", index);
    assertThat(
            commands.refused(
                "index", "append", index, "--vectors", table, "--labels", "labels.txt"))
        .isEqualTo(sentence);
  }

  @Test
  void manyTasksAnswerAsOneMachineDoes() throws IOException {
    String table = table("base.parquet", 0, 1000, 1);
    commands.done("index", "build", "--vectors", table, "--out", index, "--master", "local[1]");
    commands.done("index", "compact", index, "--rows-per-shard", "150");
    commands.done("index", "delete", index, "--ids", "5,500,999");
    String[] far = {"--distributed", "--master", "local[3]"};
    for (String engine : List.of("lsh", "exact")) {
      String[] here = {"--engine", engine, "-n", "7", "--probes", "3", "--rerank-limit", "20"};
      String[] there = Stream.of(here, far).flatMap(Stream::of).toArray(String[]::new);
      assertThat(found(index, there)).isDeepEqualTo(found(index, here));
    }
    // Every row is asked for, so the buckets of no query hold enough.
    assertThat(found(index, "-n", "997", "--distributed", "--master", "local[2]"))
        .isDeepEqualTo(found(index, "-n", "997"));
    assertThat(
            commands.refused(
                "index",
                "search",
                index,
                "--queries",
                queries,
                "--distributed",
                "--engine",
                "hnsw",
                "--master",
                "local[1]"))
        .isEqualTo("--distributed must go with engine lsh or exact: hnsw");
    assertThat(
            commands.refused(
                "index",
                "search",
                index,
                "--queries",
                queries,
                "--distributed",
                "--candidate-budget",
                "9",
                "--master",
                "local[1]"))
        .isEqualTo("distributed search must have no candidate budget: 9");
  }
}
