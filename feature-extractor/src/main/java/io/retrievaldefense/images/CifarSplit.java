package io.retrievaldefense.images;

/** The two sets of images that CIFAR-10 comes in. */
public enum CifarSplit {
  /** {@code data_batch_*.bin}: 50,000 images. */
  TRAIN,
  /** {@code test_batch.bin}: 10,000 images. */
  TEST;

  boolean holds(String fileName) {
    return this == TEST
        ? fileName.equals("test_batch.bin")
        : fileName.startsWith("data_batch_") && fileName.endsWith(".bin");
  }
}
