package io.retrievaldefense.indexing;

import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.model.ModelFile;
import java.nio.charset.StandardCharsets;

/** What an index records of the extractor of its features, to be asked by no other. */
public final class ExtractorDigests {
  private ExtractorDigests() {}

  /**
   * Digest of a network and of which layer of it is h: two layers may be of one length, so that
   * nothing else would tell their features apart. Of the default layer it is the network's own.
   *
   * @param model bytes of the network's file
   * @param layer whose activations are h
   */
  public static String of(byte[] model, FeatureLayer layer) {
    String network = ModelFile.digest(model);
    return layer == FeatureLayer.PENULTIMATE
        ? network
        : Digests.hex((network + " " + layer.name()).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What a run's index has recorded where that is of this network and layer, as this program writes
   * it or as one of before did, of the network alone; otherwise what it would have to be.
   *
   * @param recorded in the run
   * @param model bytes of the network's file
   * @param layer whose activations are h
   */
  public static String asRecorded(String recorded, byte[] model, FeatureLayer layer) {
    return recorded.equals(ModelFile.digest(model)) ? recorded : of(model, layer);
  }
}
