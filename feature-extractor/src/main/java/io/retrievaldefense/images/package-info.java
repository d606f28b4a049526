/**
 * Where images come from: files in the formats people have (SVHN {@code .mat}, CIFAR-10 binary,
 * IDX, a folder per class) and a generator of house numbers, all behind one {@link
 * io.retrievaldefense.images.ImageSource} that is read part by part, in parallel.
 *
 * <p>Pixels are unsigned bytes in the order {@code [H, W, C]}: row by row, channels last, RGB.
 * Nothing here knows of a network or of Spark; what is serialisable is so because a cluster ships
 * it.
 */
package io.retrievaldefense.images;
