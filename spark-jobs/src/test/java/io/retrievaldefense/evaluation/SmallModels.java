package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.query.NeighborIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The models of an evaluation over {@link SmallDefence}, or others that a test puts there. */
class SmallModels implements ModelSource {

  static final int BATCH = 24;

  private final NeighborIndex index;
  private final DefenceParts parts;
  private final Map<ModelKey, AttackedModel> open = new HashMap<>();

  SmallModels(Path folder) throws IOException {
    index = SmallDefence.index(folder.resolve("own"), "exact", SearchSettings.DEFAULT);
    parts =
        new DefenceParts(
            SmallDefence.projection(), SmallDefence.projection(), new OneIndex(index), 17);
  }

  /** One index in every role. */
  record OneIndex(NeighborIndex index) implements DefenceParts.Indexes {
    @Override
    public NeighborIndex own() {
      return index;
    }

    @Override
    public NeighborIndex exact() {
      return index;
    }

    @Override
    public NeighborIndex standIn() {
      return index;
    }
  }

  @Override
  public final AttackedModel model(ModelKey key) throws IOException {
    AttackedModel model = open.get(key);
    if (model == null) {
      model = !key.model().isDefence() ? SmallDefence.baseline(BATCH) : defence(key);
      open.put(key, model);
    }
    return model;
  }

  /** The defence of a key; a test may plant another. */
  AttackedModel defence(ModelKey key) throws IOException {
    return SmallDefence.defence(
        parts.head(key.build(), SmallDefence.summary(key.model().neighbors())),
        BATCH,
        key.build() == ModelKey.Build.STAND_IN
            ? ThreatModel.PRIVATE_INDEX
            : ThreatModel.KNOWN_INDEX);
  }

  @Override
  public void close() {
    open.values().forEach(AttackedModel::close);
  }
}
