package io.retrievaldefense.jobs;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.SplitConfig;
import io.retrievaldefense.images.SeededSplit;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which split each image of a part belongs to, if any. */
final class SplitAssignment {

  /** No split: the image is not used. */
  static final byte NONE = -1;

  private final long firstId;
  private final byte[] splits;

  private SplitAssignment(long firstId, byte[] splits) {
    this.firstId = firstId;
    this.splits = splits;
  }

  /**
   * Draws the splits that come from one part.
   *
   * @param part its name
   * @param firstId id of its first image
   * @param count how many images it has
   * @param configs all splits; those of other parts are passed over
   * @throws BadInputException if the part has too few images
   */
  static SplitAssignment draw(
      long seed, String part, long firstId, long count, Map<Split, SplitConfig> configs) {
    Map<Split, Integer> sizes = sizes(part, count, configs);
    long[] ids = new long[Math.toIntExact(count)];
    Arrays.setAll(ids, i -> firstId + i);
    List<long[]> chosen =
        SeededSplit.disjoint(seed, ids, sizes.values().stream().mapToInt(size -> size).toArray());
    byte[] splits = new byte[ids.length];
    Arrays.fill(splits, NONE);
    Iterator<long[]> next = chosen.iterator();
    for (Split split : sizes.keySet()) {
      for (long id : next.next()) {
        splits[(int) (id - firstId)] = (byte) split.ordinal();
      }
    }
    return new SplitAssignment(firstId, splits);
  }

  /**
   * How many images of a part each of its splits has, in the order in which they are drawn: one
   * that takes all that is left comes last.
   *
   * @throws BadInputException if the part has too few images
   */
  static Map<Split, Integer> sizes(String part, long count, Map<Split, SplitConfig> configs) {
    Map<Split, Integer> sizes = new LinkedHashMap<>();
    Split rest = null;
    long numbered = 0;
    for (Map.Entry<Split, SplitConfig> entry : configs.entrySet()) {
      if (!entry.getValue().part().equals(part)) {
        continue;
      }
      if (entry.getValue().count().isAll()) {
        rest = entry.getKey();
      } else {
        sizes.put(entry.getKey(), entry.getValue().count().limit().getAsInt());
        numbered += entry.getValue().count().limit().getAsInt();
      }
    }
    if (numbered > count || (rest != null && numbered == count)) {
      throw new BadInputException(
          "part "
              + part
              + " must have images for its splits, "
              + numbered
              + (rest == null ? "" : " and more for " + rest.id())
              + ": "
              + count);
    }
    if (rest != null) {
      sizes.put(rest, Math.toIntExact(count - numbered));
    }
    return sizes;
  }

  long assigned() {
    long assigned = 0;
    for (byte split : splits) {
      assigned += split == NONE ? 0 : 1;
    }
    return assigned;
  }

  /** Ordinals of {@link Split}, or {@link #NONE}, of {@code count} images from {@code id} on. */
  byte[] of(long id, int count) {
    int from = Math.toIntExact(id - firstId);
    return Arrays.copyOfRange(splits, from, from + count);
  }
}
