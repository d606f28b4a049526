package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.cluster.SmallImages;
import io.retrievaldefense.images.StreetNumberSplit;
import io.retrievaldefense.index.vectors.VectorFiles;
import io.retrievaldefense.jobs.RunHarness;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's commands, one after the other, as a reader would give them: with small files under
 * the names that stand there, and with a small network and few attacks where one is trained.
 */
class ReadmeCommandsTest {
  /**
   * Data that is not ours to ship, clusters, and what takes minutes; they are parsed all the same.
   */
  private static final Pattern NOT_HERE =
      Pattern.compile(
          "(run|rebuild) --config .*|(quickstart|bench|study|table|detect|poison|vote) .*"
              + "|.*attacks\\.suite=standard.*");

  private static final int BASE = 1000;

  /** So many that the id of the README's example is among them. */
  private static final int MORE = 4000;

  @TempDir private static Path folder;

  private final CommandHarness commands = new CommandHarness();

  @BeforeAll
  static void writeWhatTheCommandsName() throws IOException {
    VectorFiles.writeFvecs(folder.resolve("base.fvecs"), VectorFolder.vectors(0, BASE));
    VectorFiles.writeFvecs(folder.resolve("more.fvecs"), VectorFolder.vectors(BASE, MORE));
    float[][] queries = VectorFolder.vectors(BASE + MORE, 10);
    VectorFiles.writeFvecs(folder.resolve("q.fvecs"), queries);
    VectorFiles.writeFvecs(folder.resolve("query.fvecs"), queries);
    writeTable(folder.resolve("q.parquet"), queries);
    Path pets = folder.resolve("data/pets");
    SmallImages.write(pets, StreetNumberSplit.TRAIN, 260);
    try (Stream<Path> files = Files.walk(pets)) {
      Path any = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      Files.copy(any, folder.resolve("picture.png"));
    }
    try (InputStream saved = ReadmeCommandsTest.class.getResourceAsStream("saved-by-keras-3.h5")) {
      Files.copy(saved, folder.resolve("cnn.h5"));
    }
  }

  private static void writeTable(Path file, float[][] vectors) {
    List<Row> rows =
        IntStream.range(0, vectors.length)
            .mapToObj(i -> RowFactory.create((long) i, vectors[i]))
            .toList();
    StructType schema =
        new StructType()
            .add("id", DataTypes.LongType, false)
            .add("vector", DataTypes.createArrayType(DataTypes.FloatType, false), false);
    try (SparkSession spark = RunHarness.spark("local[1]")) {
      spark.createDataFrame(rows, schema).write().parquet(file.toString());
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCommandThatAMachineCanDoInSecondsIsDone() throws IOException {
    List<String> here =
        Readme.commands()
            .filter(
                command -> !NOT_HERE.matcher(String.join(" ", Readme.arguments(command))).matches())
            .toList();
    assertThat(here).hasSizeGreaterThan(20);
    return here.stream().map(command -> DynamicTest.dynamicTest(command, () -> run(command)));
  }

  private void run(String command) throws IOException {
    List<String> words = new ArrayList<>();
    for (String word : Readme.arguments(command)) {
      words.add(here(word));
    }
    if (words.get(0).equals("run")) {
      RunHarness.words().stream()
          .filter(word -> !word.equals("--set") && !word.startsWith("data."))
          .forEach(setting -> words.addAll(List.of("--set", setting)));
    }
    if (words.get(0).equals("report")) {
      copy(folder.resolve("runs/pets"), folder.resolve("runs/pets-hnsw"));
    }
    commands.done(words.toArray(String[]::new));
    int out = words.indexOf("--out");
    if (out >= 0) {
      assertThat(Path.of(words.get(out + 1))).exists();
    }
    if (words.get(0).equals("run")) {
      assertThat(Path.of(words.get(out + 1), "report.html")).isNotEmptyFile();
      assertThat(Files.readString(Path.of(words.get(out + 1), "results.csv")))
          .contains("clean,none,0,baseline,", "ifgsm-s3-c4,known-index,0.02,N=3,");
    }
  }

  /** Files and folders that the README names, below ours. */
  private static String here(String word) {
    Map<String, String> names =
        Map.of(
            "DIR",
            folder.resolve("runs/pets").toString(),
            "URL",
            "local[2]",
            "extractor.model=cnn.model",
            "extractor.model=" + folder.resolve("cnn.model"));
    if (names.containsKey(word)) {
      return names.get(word);
    }
    boolean isPath =
        word.matches("(/data|runs)/.*|models|arrays|examples")
            || word.matches("\\w+\\.(fvecs|ivecs|parquet|png|h5|model|conf|index|html)");
    return isPath ? folder.resolve(word.replaceFirst("^/", "")).toString() : word;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
