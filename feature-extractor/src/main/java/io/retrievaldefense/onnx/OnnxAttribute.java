package io.retrievaldefense.onnx;

import java.util.List;

/**
 * A named whole number, or list of them, that an operator is given beside its inputs.
 *
 * @param name as the operator's specification has it
 * @param kind one number or a list
 * @param values one value if it is one number
 */
public record OnnxAttribute(String name, Kind kind, List<Long> values) {

  /** ONNX tells a list of one number from the number. */
  public enum Kind {
    /** One number. */
    NUMBER,
    /** A list of numbers. */
    LIST
  }

  public OnnxAttribute {
    values = List.copyOf(values);
    if (kind == Kind.NUMBER && values.size() != 1) {
      throw new IllegalArgumentException("attribute " + name + " must have one value: " + values);
    }
  }

  /** One number, such as the axis of a softmax. */
  public static OnnxAttribute number(String name, long value) {
    return new OnnxAttribute(name, Kind.NUMBER, List.of(value));
  }

  /** A list of numbers, such as the paddings of a convolution. */
  public static OnnxAttribute list(String name, Long... values) {
    return new OnnxAttribute(name, Kind.LIST, List.of(values));
  }
}
