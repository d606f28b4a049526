/**
 * The convolutional network: its architecture as data, its parameters as a file, and the evaluation
 * and training of both on ND4J's operations (channels last, float32 through oneDNN).
 *
 * <p>The network is executed operation by operation with arrays that are allocated once, because
 * that is faster than DL4J's layers on the same native kernels ({@code bench cnn} compares them)
 * and because an attack needs the gradient of the inference-mode loss with respect to pixels and
 * nothing else.
 */
package io.retrievaldefense.cnn;
