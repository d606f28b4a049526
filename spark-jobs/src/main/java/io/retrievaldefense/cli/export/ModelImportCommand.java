package io.retrievaldefense.cli.export;

import io.retrievaldefense.cli.options.OutputFile;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.keras.KerasModel;
import io.retrievaldefense.model.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A network of the user's own. */
@Command(
    name = "import",
    description = {
      "Make a network that Keras has saved the baseline and the extractor of runs: what is written"
          + " is what extractor.model names.",
      "Taken are sequential models of Conv2D (3x3, same), MaxPooling2D (2x2) and Dense layers with"
          + " bias and ReLU, and a last Dense of the classes; Dropout and Flatten may be in"
          + " between. Other layers are refused by name."
    },
    footer = {
      "",
      "Example:",
      "  retrieval-defense model import --keras cnn.h5 --white 255 --out cnn.model"
    })
public final class ModelImportCommand implements Callable<Integer> {
  @Option(
      names = "--keras",
      paramLabel = "FILE",
      required = true,
      description = "HDF5 of the whole model, as model.save('cnn.h5') writes it")
  private Path keras;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "file to write")
  private Path out;

  @Option(
      names = "--white",
      paramLabel = "VALUE",
      defaultValue = "1",
      description = "what a white pixel is to the network: 1, or 255 (default: ${DEFAULT-VALUE})")
  private double white;

  @Spec private CommandSpec spec;

  /** Filled in by picocli. */
  public ModelImportCommand() {}

  @Override
  public Integer call() throws IOException {
    if (!(white > 0 && white <= 1 << 16)) {
      throw new BadInputException("--white must be in (0, 65536]: " + white);
    }
    OutputFile file = OutputFile.of(out);
    CnnModel model = KerasModel.read(keras, white);
    byte[] bytes =
        CnnModelFile.toBytes(model, Map.of("imported from", String.valueOf(keras.getFileName())));
    file.write(bytes);
    PrintWriter console = spec.commandLine().getOut();
    console.printf(
        Locale.ROOT,
        "%s: images of %s, layers %s, %d classes, %,d parameters, digest %s%n",
        out,
        model.architecture().input(),
        model.architecture().layers(),
        model.architecture().classes(),
        model.architecture().parameterCount(),
        ModelFile.digest(bytes));
    console.println("use it with --set extractor.model=" + out);
    console.flush();
    return 0;
  }
}
