package io.retrievaldefense.indexing;

import io.retrievaldefense.index.vectors.VectorReader;
import io.retrievaldefense.pipeline.Progress;
import java.io.IOException;

/** Vectors that are counted as they are read, a thousand at a time. */
public final class CountedVectors implements VectorReader {
  private static final int STEP = 1000;

  private final VectorReader vectors;
  private final Progress progress;
  private int uncounted;

  private CountedVectors(VectorReader vectors, Progress progress) {
    this.vectors = vectors;
    this.progress = progress;
  }

  /**
   * Begins a pass over vectors.
   *
   * @param vectors none of which was read
   * @param what the pass is for, in a few words
   * @param progress counts them
   */
  public static VectorReader of(VectorReader vectors, String what, Progress progress) {
    progress.begin(what, vectors.size());
    return new CountedVectors(vectors, progress);
  }

  @Override
  public int dimension() {
    return vectors.dimension();
  }

  @Override
  public long size() {
    return vectors.size();
  }

  @Override
  public boolean next(float[] target) throws IOException {
    boolean there = vectors.next(target);
    if (there && ++uncounted == STEP) {
      progress.advance(STEP);
      uncounted = 0;
    }
    return there;
  }

  @Override
  public void skip(long count) throws IOException {
    vectors.skip(count);
  }

  @Override
  public void close() throws IOException {
    vectors.close();
  }
}
