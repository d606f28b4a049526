package io.retrievaldefense.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Fails in the middle of writing its output. */
class FailingStep implements Step {
  private final String name;
  private final List<String> inputs;

  FailingStep(String name, List<String> inputs) {
    this.name = name;
    this.inputs = inputs;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "fails";
  }

  @Override
  public List<String> sections() {
    return List.of();
  }

  @Override
  public List<String> inputs() {
    return inputs;
  }

  @Override
  public StepSummary run(StepContext context) throws IOException {
    Path path = new Path(context.output(), "result.txt");
    try (OutputStream out = context.fileSystem(path).create(path)) {
      out.write(1);
    }
    throw new IOException("no power");
  }
}
