package io.retrievaldefense.jobs;

import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.cnn.CnnAccuracy;
import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** A network of the user's takes the place of one that is trained. */
final class ImportedExtractor {
  private ImportedExtractor() {}

  /** What changes when the file does. */
  static String digest(String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    if (!path.getFileSystem(hadoop).exists(path)) {
      throw new BadInputException("extractor.model must exist: " + file);
    }
    FileStatus status = path.getFileSystem(hadoop).getFileStatus(path);
    return file + " " + status.getLen() + " " + status.getModificationTime();
  }

  /** Checks that it fits the images, and takes it over as it is. */
  static StepSummary write(StepContext context, String file) throws IOException {
    byte[] bytes = StepFiles.read(new Path(file), context.hadoop());
    CnnModel model = CnnModelFile.parse(bytes, file);
    DatasetInfo info = DatasetInfo.read(context.input("prepare"), context.hadoop());
    CnnArchitecture architecture = model.architecture();
    int classes = info.classNames().size();
    if (!architecture.input().equals(info.shape()) || architecture.classes() != classes) {
      throw new BadInputException(
          String.format(
              "extractor.model must be for images of %s in %d classes: %s, %d in %s",
              info.shape(), classes, architecture.input(), architecture.classes(), file));
    }
    NativeThreads.use(context.config().runtime().threads().among(NativeThreads.available()));
    double accuracy =
        CnnAccuracy.of(
            model, ImageTable.collect(context.spark(), context.input("prepare"), Split.VALIDATION));
    StepFiles.write(new Path(context.output(), ExtractorModel.FILE), bytes, context.hadoop());
    StepFiles.writeJson(
        new Path(context.output(), TrainExtractor.HISTORY), List.of(), context.hadoop());
    return StepSummary.of(
            String.format(
                Locale.ROOT, "%s taken, validation accuracy %.2f %%", file, 100 * accuracy))
        .with("validation-accuracy", accuracy)
        .with("parameters", architecture.parameterCount());
  }
}
