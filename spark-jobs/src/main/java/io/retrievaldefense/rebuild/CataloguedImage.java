package io.retrievaldefense.rebuild;

import io.retrievaldefense.images.SizePolicy;
import io.retrievaldefense.index.projection.Digests;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A picture that the index is to hold. Its id says which file it is and in which version, so that
 * the index itself tells what is new and what is gone, and no list beside it can disagree with it.
 *
 * @param id 63 bits of SHA-256 over path, length and time
 * @param path of the file
 * @param label index of its class folder
 */
record CataloguedImage(long id, String path, int label) implements Serializable {

  /**
   * @param root what the path is taken relative to, so that a moved folder is the same images
   * @param modified milliseconds
   * @param sizes a picture that is resized is another row than the same one refused
   */
  static CataloguedImage of(
      String root, String path, int label, long length, long modified, SizePolicy sizes) {
    String version =
        path.substring(root.length())
            + "\n"
            + length
            + "\n"
            + modified
            + (sizes == SizePolicy.RESIZE ? "\nresized" : "");
    byte[] digest = Digests.sha256().digest(version.getBytes(StandardCharsets.UTF_8));
    return new CataloguedImage(ByteBuffer.wrap(digest).getLong() & Long.MAX_VALUE, path, label);
  }
}
