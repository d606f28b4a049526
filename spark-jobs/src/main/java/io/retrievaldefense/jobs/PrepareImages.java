package io.retrievaldefense.jobs;

import static org.apache.spark.sql.functions.col;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.DataConfig;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.SplitConfig;
import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.images.FileAccess;
import io.retrievaldefense.images.ImagePart;
import io.retrievaldefense.images.ImageSource;
import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.pipeline.ContentDigest;
import io.retrievaldefense.pipeline.SharedFolder;
import io.retrievaldefense.pipeline.Slices;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Images of any source to Parquet, decoded once, in disjoint splits drawn by the run's seed. Which
 * split an image falls into depends on the seed and its id alone.
 */
public final class PrepareImages implements Step {

  private static final int NAMED_UNREADABLE = 20;

  /** Images of a task at most, as far as parts allow, however few tasks run at once just then. */
  private static final int MOST_OF_A_TASK = 2000;

  /** A file can be read by several tasks where it has several row groups. */
  private static final int ROW_GROUP_BYTES = 2 << 20;

  @Override
  public String name() {
    return "prepare";
  }

  @Override
  public String description() {
    return "decode the images and draw training, validation, private and test splits";
  }

  @Override
  public List<String> sections() {
    return List.of("seed", "data");
  }

  @Override
  public List<String> inputs() {
    return List.of();
  }

  /** A digest of names, lengths and times of the files in the folders that splits are read from. */
  @Override
  public String externalInputs(RunConfig config, Configuration hadoop) throws IOException {
    DataConfig data = config.data();
    if (data.root().isEmpty()) {
      return "";
    }
    Path root = new Path(data.root());
    FileSystem files = root.getFileSystem(hadoop);
    if (!files.exists(root)) {
      throw new BadInputException("data.root must exist: " + data.root());
    }
    Map<String, String> listing = new TreeMap<>();
    Set<String> parts = new TreeSet<>();
    PlannedImages.splits(data).values().forEach(split -> parts.add(split.part()));
    if (data.source() == DataConfig.Source.IMAGE_FOLDER) {
      for (String part : parts) {
        listPictures(files, part.equals(".") ? root : new Path(root, part), listing);
      }
    } else {
      // A part is a file, or files, of the root or of a folder below it.
      for (String part : parts) {
        list(files, new Path(root, part).getParent(), listing);
      }
    }
    return Digests.hex(listing.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Pictures of class folders. */
  private static void listPictures(FileSystem files, Path part, Map<String, String> listing)
      throws IOException {
    // A part that is not there is refused when it is read.
    if (!files.exists(part)) {
      return;
    }
    for (FileStatus entry : files.listStatus(part)) {
      if (entry.isDirectory() && !isHidden(entry.getPath())) {
        list(files, entry.getPath(), listing);
      }
    }
  }

  /** Not listFiles: on a local disk it starts a process for the permissions of every file. */
  private static void list(FileSystem files, Path folder, Map<String, String> listing)
      throws IOException {
    if (!files.exists(folder)) {
      return;
    }
    for (FileStatus file : files.listStatus(folder)) {
      if (!file.isDirectory() && !isHidden(file.getPath())) {
        listing.put(file.getPath().toString(), file.getLen() + " " + file.getModificationTime());
      }
    }
  }

  /** As for the readers: what a desktop, an editor or a job leaves beside the images. */
  private static boolean isHidden(Path path) {
    return path.getName().startsWith(".") || path.getName().startsWith("_");
  }

  @Override
  public StepSummary run(StepContext context) throws IOException {
    DataConfig data = context.config().data();
    Map<Split, SplitConfig> splits = PlannedImages.splits(data);

    FileAccess files = HadoopSettings.files(context.spark().sparkContext().getConf());
    ImageSources sources = new ImageSources(data, context.config().seed(), files);
    List<DecodeTask> tasks = new ArrayList<>();
    Map<String, ImageSource> opened = new LinkedHashMap<>();
    long nextId = 0;
    long wanted = 0;
    for (SplitConfig split : splits.values()) {
      if (opened.containsKey(split.part())) {
        continue;
      }
      ImageSource source = sources.open(split.part(), nextId);
      opened.put(split.part(), source);
      SplitAssignment assignment =
          SplitAssignment.draw(
              NamedSeed.derive(context.config().seed(), "split " + split.part()),
              split.part(),
              nextId,
              source.count(),
              splits);
      wanted += assignment.assigned();
      for (ImagePart part : source.parts()) {
        tasks.add(new DecodeTask(part, assignment.of(part.firstId(), part.count())));
      }
      nextId += source.count();
    }

    Path table = new Path(context.output(), "images");
    try (TaskProgress progress = TaskProgress.begin(context, "decoding images", wanted)) {
      var decoded = progress.counter("decoded");
      JavaRDD<Row> rows =
          context
              .javaSpark()
              .parallelize(
                  tasks, slices(tasks.size(), nextId, context.javaSpark().defaultParallelism()))
              .flatMap(task -> task.rows(decoded));
      SplitTable.writer(context.spark(), rows, ImageTable.SCHEMA)
          .option(ParquetOutputFormat.BLOCK_SIZE, ROW_GROUP_BYTES)
          .parquet(table.toString());
    }
    ImageSource first = opened.values().iterator().next();
    DatasetInfo info = describe(context, table, first);
    requireSeen(info, wanted, context.output().getParent());
    data.requireReadable(info.unreadableImages(), wanted, info.unreadable());
    requireNoneEmpty(info);
    info.write(context.output(), context.hadoop());
    StepSummary summary =
        StepSummary.of(
            info.images().entrySet().stream()
                    .map(
                        split ->
                            String.format(Locale.ROOT, "%,d %s", split.getValue(), split.getKey()))
                    .collect(Collectors.joining(", "))
                + " images, "
                + info.unreadableImages()
                + " unreadable");
    for (Map.Entry<String, Long> split : info.images().entrySet()) {
      summary = summary.with(split.getKey(), split.getValue());
    }
    return summary.with("images", wanted).with("unreadable", info.unreadableImages());
  }

  /** Several parts to a task where there are many, or starting tasks would take the time. */
  static int slices(int parts, long images, int parallel) {
    return Math.max(1, Math.min(parts, Slices.of(parallel * 4, images, MOST_OF_A_TASK)));
  }

  private static DatasetInfo describe(StepContext context, Path table, ImageSource source) {
    Dataset<Row> rows = context.spark().read().schema(ImageTable.SCHEMA).parquet(table.toString());
    Map<String, Long> counts = new TreeMap<>();
    for (Row row : rows.groupBy(ImageTable.SPLIT).count().collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }
    Long unreadable = counts.remove(DecodeTask.UNREADABLE);
    List<String> named = new ArrayList<>();
    if (unreadable != null) {
      for (Row row :
          rows.where(col(ImageTable.SPLIT).equalTo(DecodeTask.UNREADABLE))
              .orderBy("id")
              .select("name", "reason")
              .takeAsList(NAMED_UNREADABLE)) {
        named.add(row.getString(0) + ": " + row.getString(1));
      }
    }
    ContentDigest digest =
        rows.where(col("pixels").isNotNull())
            .select("id", "label", "pixels")
            .javaRDD()
            .treeAggregate(
                new ContentDigest(),
                (sum, row) -> sum.add(row.getLong(0), row.getInt(1), row.<byte[]>getAs(2)),
                ContentDigest::merge);
    return new DatasetInfo(
        source.shape(),
        source.classNames(),
        counts,
        digest.hex(),
        named,
        unreadable == null ? 0 : unreadable);
  }

  /** Every image that was wanted has a row, readable or not, where the driver sees all rows. */
  static void requireSeen(DatasetInfo info, long wanted, Path run) {
    long readable = info.images().values().stream().mapToLong(count -> count).sum();
    SharedFolder.requireSeen(
        "run", "images", readable + info.unreadableImages(), wanted, run.toString());
  }

  private static void requireNoneEmpty(DatasetInfo info) {
    for (Split split : Split.values()) {
      if (info.count(split) == 0) {
        throw new BadInputException("split " + split.id() + " must hold an image: 0");
      }
    }
  }
}
