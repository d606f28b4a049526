/**
 * What a third party needs to rebuild the defence with tools that are not ours and to check what is
 * said of it: networks as ONNX, arrays for NumPy, each folder with a manifest of digests.
 */
package io.retrievaldefense.export;
