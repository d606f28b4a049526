/**
 * Vectors in the files that others use: {@code .fvecs}, {@code .bvecs}, {@code .ivecs}, {@code
 * .npy}.
 */
package io.retrievaldefense.index.vectors;
