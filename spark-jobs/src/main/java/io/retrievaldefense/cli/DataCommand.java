package io.retrievaldefense.cli;

import io.retrievaldefense.images.ContactSheet;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.images.StreetNumberGenerator;
import io.retrievaldefense.images.StreetNumberSplit;
import io.retrievaldefense.images.SvhnMatWriter;
import io.retrievaldefense.index.projection.NamedSeed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Generated images, for other programs and for the eye. */
@Command(
    name = "data",
    description = "Export generated house numbers.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:", "  retrieval-defense data contact-sheet sheet.png"})
final class DataCommand implements Runnable {
  private static final int COLUMNS = 16;
  private static final int ZOOM = 2;
  private static final int SHEET = 256;

  @Spec private CommandSpec spec;

  DataCommand() {}

  /** Which generated images. */
  private static final class Choice {
    @Option(
        names = "--part",
        defaultValue = "train",
        paramLabel = "PART",
        description = "train, test or extra; by default train")
    private StreetNumberSplit part;

    @Option(names = "--count", paramLabel = "N", description = "how many images, at least 1")
    private Integer count;

    @Option(
        names = "--seed",
        defaultValue = "1",
        paramLabel = "SEED",
        description = "seed of the run that would generate them; by default 1")
    private long seed;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private int count(int otherwise) {
      if (count != null && count < 1) {
        throw new ParameterException(command.commandLine(), "--count must be at least 1: " + count);
      }
      return count == null ? otherwise : count;
    }

    /** The images that steps of a run with that seed would see. */
    private Stream<LabeledImage> images(int number) {
      StreetNumberGenerator generator =
          new StreetNumberGenerator(NamedSeed.derive(seed, "street-numbers"));
      return LongStream.range(0, number).mapToObj(i -> generator.image(part, i, i));
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }

  @Command(
      name = "export-mat",
      description = "Write them as a MATLAB file in the layout of SVHN's format 2.",
      footer = {
        "",
        "Example:",
        "  retrieval-defense data export-mat --part test --count 1000 test_32x32.mat"
      })
  int exportMat(@Mixin Choice choice, @Parameters(paramLabel = "FILE") Path file)
      throws IOException {
    int count = choice.count(choice.part.defaultCount());
    try (Stream<LabeledImage> images = choice.images(count)) {
      SvhnMatWriter.write(file, count, images.iterator());
    }
    return told(count, file);
  }

  @Command(
      name = "contact-sheet",
      description = "Write them side by side as one PNG.",
      footer = {
        "",
        "Example:",
        "  retrieval-defense data contact-sheet --part extra --count 64 sheet.png"
      })
  int contactSheet(@Mixin Choice choice, @Parameters(paramLabel = "FILE") Path file)
      throws IOException {
    int count = choice.count(SHEET);
    try (Stream<LabeledImage> images = choice.images(count);
        OutputStream out = Files.newOutputStream(file)) {
      ContactSheet.write(images.toList(), ImageShape.RGB_32, COLUMNS, ZOOM, out);
    }
    return told(count, file);
  }

  private int told(int count, Path file) {
    spec.commandLine().getOut().println(count + " images written to " + file);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
