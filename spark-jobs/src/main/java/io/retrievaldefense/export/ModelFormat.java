package io.retrievaldefense.export;

/** The formats that networks are exported in. */
public enum ModelFormat {
  /** Open Neural Network Exchange, onnx.ai. */
  ONNX
}
