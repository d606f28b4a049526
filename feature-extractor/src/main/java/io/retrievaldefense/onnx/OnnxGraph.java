package io.retrievaldefense.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import onnx.Onnx;
import org.nd4j.shade.protobuf.ByteString;

/**
 * A network of ONNX operators, grown from its inputs to its outputs and then written as a file in
 * the format of <a href="https://github.com/onnx/onnx/blob/main/docs/IR.md">onnx.ai</a>, operator
 * set 13, single precision. The first dimension of inputs and outputs is the batch, of any size n.
 *
 * <p>The protocol buffers are those that ND4J carries for its own import of such files.
 */
public final class OnnxGraph {
  // The lowest that any runtime of the last years knows and that has all that is used here.
  private static final int OPERATOR_SET = 13;
  private static final int FORMAT = 7;
  private static final String BATCH = "n";

  private final Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder();
  private final Set<String> values = new HashSet<>();

  /**
   * @param name of the network
   */
  public OnnxGraph(String name) {
    graph.setName(name);
  }

  /**
   * Declares an input [n, lengths...].
   *
   * @param meaning for whoever looks at the file: axes, units
   * @return its name
   */
  public String input(String name, String meaning, long... lengths) {
    define(name);
    graph.addInput(value(name, meaning, lengths));
    return name;
  }

  /**
   * Declares a value that is there already to be an output [n, lengths...].
   *
   * @throws IllegalArgumentException if nothing has that name
   */
  public void output(String name, String meaning, long... lengths) {
    requireDefined(name);
    graph.addOutput(value(name, meaning, lengths));
  }

  /**
   * Adds fixed numbers.
   *
   * @param numbers in C order
   * @param shape its product is how many they are
   * @return the name
   */
  public String constant(String name, float[] numbers, long... shape) {
    long length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (length != numbers.length) {
      throw new IllegalArgumentException(
          "constant " + name + " must have " + length + " values: " + numbers.length);
    }
    ByteBuffer bytes = littleEndian(Math.multiplyExact(numbers.length, Float.BYTES));
    bytes.asFloatBuffer().put(numbers);
    return constant(name, Onnx.TensorProto.DataType.FLOAT, bytes, shape);
  }

  /** Adds fixed whole numbers, a list; some operators take axes so. */
  public String constant(String name, long... numbers) {
    ByteBuffer bytes = littleEndian(Math.multiplyExact(numbers.length, Long.BYTES));
    bytes.asLongBuffer().put(numbers);
    return constant(name, Onnx.TensorProto.DataType.INT64, bytes, numbers.length);
  }

  /**
   * Applies an operator.
   *
   * @param operator its name in the operator set
   * @param result the name of what it computes, new in the graph
   * @param inputs names of inputs, constants and results before it
   * @return {@code result}
   * @throws IllegalArgumentException if an input is not there yet, or the result's name is taken
   */
  public String apply(
      String operator, String result, List<String> inputs, OnnxAttribute... attributes) {
    inputs.forEach(this::requireDefined);
    define(result);
    Onnx.NodeProto.Builder node = Onnx.NodeProto.newBuilder();
    node.setOpType(operator).setName(result).addAllInput(inputs).addOutput(result);
    for (OnnxAttribute attribute : attributes) {
      node.addAttribute(attribute(attribute));
    }
    graph.addNode(node);
    return result;
  }

  /**
   * The file's bytes; the same network and metadata give the same bytes.
   *
   * @param version of the program that writes it
   * @param metadata what runtimes show as the model's custom metadata
   */
  public byte[] toBytes(String version, Map<String, String> metadata) {
    Onnx.ModelProto.Builder model = Onnx.ModelProto.newBuilder();
    model.setIrVersion(FORMAT).setProducerName("retrieval-defense").setProducerVersion(version);
    model.addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET));
    model.setGraph(graph);
    new TreeMap<>(metadata)
        .forEach(
            (key, text) ->
                model.addMetadataProps(
                    Onnx.StringStringEntryProto.newBuilder().setKey(key).setValue(text)));
    return model.build().toByteArray();
  }

  private String constant(
      String name, Onnx.TensorProto.DataType type, ByteBuffer bytes, long... shape) {
    define(name);
    Onnx.TensorProto.Builder tensor = Onnx.TensorProto.newBuilder();
    tensor.setName(name).setDataType(type.getNumber());
    Arrays.stream(shape).forEach(tensor::addDims);
    graph.addInitializer(tensor.setRawData(ByteString.copyFrom(bytes.array())));
    return name;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Onnx.AttributeProto attribute(OnnxAttribute attribute) {
    Onnx.AttributeProto.Builder proto = Onnx.AttributeProto.newBuilder().setName(attribute.name());
    if (attribute.kind() == OnnxAttribute.Kind.NUMBER) {
      proto.setType(Onnx.AttributeProto.AttributeType.INT).setI(attribute.values().get(0));
    } else {
      proto.setType(Onnx.AttributeProto.AttributeType.INTS).addAllInts(attribute.values());
    }
    return proto.build();
  }

  private static Onnx.ValueInfoProto value(String name, String meaning, long... lengths) {
    Onnx.TensorShapeProto.Builder shape = Onnx.TensorShapeProto.newBuilder();
    shape.addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH));
    for (long length : lengths) {
      shape.addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimValue(length));
    }
    Onnx.TypeProto.Tensor.Builder tensor = Onnx.TypeProto.Tensor.newBuilder();
    tensor.setElemType(Onnx.TensorProto.DataType.FLOAT.getNumber()).setShape(shape);
    return Onnx.ValueInfoProto.newBuilder()
        .setName(name)
        .setDocString(meaning)
        .setType(Onnx.TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private void define(String name) {
    if (!values.add(name)) {
      throw new IllegalArgumentException("value must be defined once: " + name);
    }
  }

  private void requireDefined(String name) {
    if (!values.contains(name)) {
      throw new IllegalArgumentException("value must be defined before it is used: " + name);
    }
  }
}
