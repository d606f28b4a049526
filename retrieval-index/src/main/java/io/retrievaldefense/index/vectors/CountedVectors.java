package io.retrievaldefense.index.vectors;

import java.io.IOException;
import java.util.function.LongConsumer;

/** Vectors that are counted as they are read, a thousand at a time. */
public final class CountedVectors implements VectorReader {
  private static final int STEP = 1000;

  private final VectorReader vectors;
  private final LongConsumer read;
  private int untold;

  /**
   * @param vectors none of which was read; closed with this
   * @param read hears how many more have been read, of the last ones when there are no more
   */
  public CountedVectors(VectorReader vectors, LongConsumer read) {
    this.vectors = vectors;
    this.read = read;
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
    untold += there ? 1 : 0;
    if (untold == STEP || (!there && untold > 0)) {
      read.accept(untold);
      untold = 0;
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
