package io.retrievaldefense.jobs;

import io.retrievaldefense.config.AttacksConfig.StandInProjection;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.evaluation.AttackSuite;
import io.retrievaldefense.evaluation.UnitStore;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.model.ModelFile;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Reads what an evaluation is of from a run's folder, and refuses what does not fit together. */
final class EvaluationSpecs {

  private EvaluationSpecs() {}

  static EvaluationSpec of(StepContext context) throws IOException {
    DatasetInfo info = DatasetInfo.read(context.input("prepare"), context.hadoop());
    ExtractorModel extractor = ExtractorModel.of(context);
    ExtractorModel baseline =
        context.config().baseline().isApart()
            ? ExtractorModel.read(
                context.input(TrainBaseline.NAME), context.config().extractor(), context.hadoop())
            : extractor;
    requireFit(extractor, info);
    requireFit(baseline, info);
    List<byte[]> models = new ArrayList<>();
    for (int neighbors : context.config().classifier().neighbors()) {
      models.add(
          StepFiles.read(
              TrainClassifier.model(context.input("train-classifier"), neighbors),
              context.hadoop()));
    }
    AttackSuite suite = AttackSuite.of(context.config().attacks(), info.shape());
    FeatureInfo features = FeatureInfo.read(context.input("extract-features"), context.hadoop());
    String index = BuildIndex.path(context.input("build-index")).toString();
    Path standIn = BuildIndex.path(context.input(BuildStandIn.NAME));
    long seed = NamedSeed.derive(context.config().seed(), "attacks");
    boolean hasOwnProjection =
        context.config().attacks().standInProjection() == StandInProjection.OWN;
    boolean standInBuilt = context.fileSystem(standIn).exists(standIn);

    MessageDigest sha = Digests.sha256();
    update(sha, Version.current());
    update(sha, info.digest());
    update(sha, baseline.digest());
    update(sha, extractor.digest());
    update(sha, extractor.layer().toString());
    models.forEach(model -> update(sha, ModelFile.digest(model)));
    IndexManifest indexed = IndexStore.at(index, context.hadoop()).manifest();
    update(sha, indexed.toString());
    if (standInBuilt) {
      update(sha, IndexStore.at(standIn.toString(), context.hadoop()).manifest().toString());
    }
    update(sha, suite.toString());
    for (int neighbors : context.config().classifier().neighbors()) {
      // Or units of another version's suite would be taken for this one's.
      suite
          .attackNames(info.classNames().size(), indexed.rows(), neighbors)
          .forEach(name -> update(sha, name));
    }
    update(sha, context.config().attacks().examples().toString());
    update(sha, Long.toString(seed));
    String digest = HexFormat.of().formatHex(sha.digest());
    return new EvaluationSpec(
        baseline,
        extractor,
        features,
        models,
        index,
        standIn.toString(),
        standInBuilt && hasOwnProjection
            ? FeatureInfo.read(context.input(BuildStandIn.NAME), context.hadoop())
            : features,
        context.input("prepare").toString(),
        suite,
        new UnitStore(new Path(context.unfinished(), digest).toString(), digest),
        seed);
  }

  private static void requireFit(ExtractorModel extractor, DatasetInfo info) {
    ImageShape input = extractor.model().architecture().input();
    int classes = extractor.model().architecture().classes();
    if (!input.equals(info.shape()) || classes != info.classNames().size()) {
      throw new BadInputException(
          "model must have the images' shape and classes, "
              + info.shape()
              + " and "
              + info.classNames().size()
              + ": "
              + input
              + " and "
              + classes);
    }
  }

  private static void update(MessageDigest sha, String part) {
    sha.update(part.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
  }
}
