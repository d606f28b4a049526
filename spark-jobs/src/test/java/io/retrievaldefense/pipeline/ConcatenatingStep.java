package io.retrievaldefense.pipeline;

import io.retrievaldefense.config.RunConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import org.apache.hadoop.conf.Configuration;

/** Writes its name around what its inputs wrote, so that the result tells how it came about. */
record ConcatenatingStep(String name, List<String> sections, List<String> inputs, Path outside)
    implements Step {
  private static final String RESULT = "result.txt";

  @Override
  public String description() {
    return "does " + name;
  }

  @Override
  public String externalInputs(RunConfig config, Configuration hadoop) throws IOException {
    return outside == null ? "" : Files.readString(outside);
  }

  @Override
  public List<String> exports() {
    return name.equals("report") ? List.of("report.txt") : List.of();
  }

  @Override
  public StepSummary run(StepContext context) throws IOException {
    StringJoiner text = new StringJoiner(",", name + "(", ")");
    for (String input : inputs) {
      var path = new org.apache.hadoop.fs.Path(context.input(input), RESULT);
      try (InputStream in = context.fileSystem(path).open(path)) {
        text.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    for (String file : name.equals("report") ? List.of(RESULT, "report.txt") : List.of(RESULT)) {
      var path = new org.apache.hadoop.fs.Path(context.output(), file);
      try (OutputStream out = context.fileSystem(path).create(path)) {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
    return StepSummary.of("wrote " + text.length() + " characters")
        .with("characters", text.length());
  }
}
