/** Networks as ONNX files, for programs that are not on the JVM. */
package io.retrievaldefense.onnx;
