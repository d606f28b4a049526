package io.retrievaldefense.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.projection.Projection;
import io.retrievaldefense.index.query.IndexRows;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.vectors.NpyWriter;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.pipeline.FinishedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The private set of an index as arrays for NumPy, rows in ascending order of id: {@code
 * vectors.npy} h' [n, d], {@code features.npy} h [n, D], {@code labels.npy} and {@code ids.npy}
 * [n], {@code centre.npy} [d], and of a run's index {@code projection.npy} W [d, D]. It is read and
 * written row by row.
 */
public final class IndexExport {
  private static final String FORMAT = "retrieval-defense-index-1";

  private final IndexStore store;
  private final IndexManifest snapshot;
  private final Optional<Projection> projection;

  private IndexExport(IndexStore store, IndexManifest snapshot, Optional<Projection> projection) {
    this.store = store;
    this.snapshot = snapshot;
    this.projection = projection;
  }

  /**
   * Writes the index of a run, with W.
   *
   * @param run with a built index
   * @param target a folder that is not there yet, or is empty
   * @return the names of the files
   * @throws BadInputException if a step of the run is not finished, or the target holds anything
   */
  public static List<String> write(FinishedRun run, Path target) throws IOException {
    ExportFolder.requireFree(target);
    TrainedRun trained = new TrainedRun(run);
    IndexStore store = IndexStore.at(trained.indexLocation(), run.hadoop());
    IndexManifest snapshot = store.manifest();
    Projection projection = trained.projection();
    snapshot.requireProjection(trained.indexLocation(), projection.digest());
    return new IndexExport(store, snapshot, Optional.of(projection)).write(target);
  }

  /**
   * Writes the latest snapshot of an index of its own, which knows W by its digest only.
   *
   * @param location folder or URI of the index
   * @param target a folder that is not there yet, or is empty
   * @return the names of the files
   * @throws BadInputException if the target holds anything
   */
  public static List<String> write(String location, Configuration hadoop, Path target)
      throws IOException {
    ExportFolder.requireFree(target);
    IndexStore store = IndexStore.at(location, hadoop);
    return new IndexExport(store, store.manifest(), Optional.empty()).write(target);
  }

  private List<String> write(Path target) throws IOException {
    // Opened before anything is written: this reads and verifies every byte.
    IndexRows rows = IndexRows.open(store, snapshot);
    try (ExportFolder folder = ExportFolder.begin(target, FORMAT)) {
      writeRows(rows, folder);
      writeArray(folder, "centre", snapshot.schema().scaling().centre());
      if (projection.isPresent()) {
        writeProjection(folder, projection.get());
      }
      describe(folder.manifest());
      folder.writeResource("index-README.txt", "README.txt");
      return folder.publish();
    }
  }

  private void writeRows(IndexRows rows, ExportFolder folder) throws IOException {
    IndexSchema schema = snapshot.schema();
    int n = rows.size();
    try (NpyWriter vectors = NpyWriter.floats(folder.file("vectors.npy"), n, schema.dimension());
        NpyWriter features =
            NpyWriter.floats(folder.file("features.npy"), n, schema.featureDimension());
        NpyWriter labels = NpyWriter.longs(folder.file("labels.npy"), n);
        NpyWriter ids = NpyWriter.longs(folder.file("ids.npy"), n)) {
      rows.forEach(
          (id, label, vector, feature) -> {
            vectors.write(vector);
            features.write(feature);
            labels.write(label);
            ids.write(id);
          });
    }
  }

  private static void writeArray(ExportFolder folder, String name, float[] values)
      throws IOException {
    try (NpyWriter out = NpyWriter.floats(folder.file(name + ".npy"), values.length)) {
      for (float value : values) {
        out.write(new float[] {value});
      }
    }
  }

  private static void writeProjection(ExportFolder folder, Projection projection)
      throws IOException {
    float[] row = new float[projection.inputDimension()];
    try (NpyWriter out =
        NpyWriter.floats(folder.file("projection.npy"), projection.outputDimension(), row.length)) {
      for (int i = 0; i < projection.outputDimension(); i++) {
        for (int j = 0; j < row.length; j++) {
          row[j] = projection.entry(i, j);
        }
        out.write(row);
      }
    }
  }

  private void describe(ObjectNode manifest) {
    IndexSchema schema = snapshot.schema();
    HashParameters hash = schema.hash();
    SearchSettings search = snapshot.search();
    manifest
        .put("rows", snapshot.rows())
        .put("dimension", schema.dimension())
        .put("feature-length", schema.featureDimension())
        .put("classes", snapshot.provenance().classes())
        .put("scale", schema.scaling().scale())
        .put("snapshot", snapshot.snapshot())
        .put("data-digest", snapshot.provenance().dataDigest())
        .put("extractor-digest", schema.extractorDigest())
        .put("projection-digest", schema.projectionDigest())
        .put("built-by", snapshot.provenance().codeRevision());
    projection.ifPresent(w -> manifest.put("projection-seed", w.seed()));
    manifest
        .putObject("search")
        .put("engine", snapshot.engine())
        .put("functions-per-table", hash.functionsPerTable())
        .put("tables", hash.tables())
        .put("width", hash.width())
        .put("sketch-bits", hash.sketchBits())
        .put("hash-seed", hash.seed())
        .put("probes-per-table", search.probesPerTable())
        .put("candidate-budget", search.candidateBudget())
        .put("rerank-limit", search.rerankLimit());
  }
}
