package io.retrievaldefense.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import onnx.Onnx;
import org.junit.jupiter.api.Test;

class OnnxGraphTest {
  private static OnnxGraph affine() {
    OnnxGraph graph = new OnnxGraph("affine");
    String x = graph.input("x", "[n, 2]", 2);
    String w = graph.constant("w", new float[] {1, -2}, 2, 1);
    graph.apply("MatMul", "y", List.of(x, w));
    graph.output("y", "[n, 1]", 1);
    return graph;
  }

  @Test
  void aFileSaysWhatItHolds() throws Exception {
    byte[] bytes = affine().toBytes("1.2", Map.of("b", "2", "a", "1"));
    Onnx.ModelProto model = Onnx.ModelProto.parseFrom(bytes);
    assertThat(model.getIrVersion()).isEqualTo(7);
    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(13);
    assertThat(model.getProducerVersion()).isEqualTo("1.2");
    assertThat(model.getMetadataPropsList())
        .extracting(entry -> entry.getKey() + "=" + entry.getValue())
        .containsExactly("a=1", "b=2");
    Onnx.ValueInfoProto x = model.getGraph().getInput(0);
    assertThat(x.getDocString()).isEqualTo("[n, 2]");
    assertThat(x.getType().getTensorType().getShape().getDimList())
        .extracting(d -> d.getDimParam() + d.getDimValue())
        .containsExactly("n0", "2");
    Onnx.TensorProto w = model.getGraph().getInitializer(0);
    assertThat(w.getDimsList()).containsExactly(2L, 1L);
    assertThat(HexFormat.of().formatHex(w.getRawData().toByteArray()))
        .isEqualTo("0000803f" + "000000c0");
    assertThat(affine().toBytes("1.2", Map.of("a", "1", "b", "2"))).isEqualTo(bytes);
  }

  @Test
  void aNumberIsNotAListOfOne() throws Exception {
    OnnxGraph graph = new OnnxGraph("g");
    String x = graph.input("x", "", 3, 2, 2);
    String axes = graph.constant("axes", 1, 2);
    graph.apply("Flatten", "y", List.of(x), OnnxAttribute.number("axis", 1));
    graph.apply("Unsqueeze", "z", List.of(x, axes), OnnxAttribute.list("strides", 2L));
    Onnx.GraphProto proto = Onnx.ModelProto.parseFrom(graph.toBytes("1", Map.of())).getGraph();
    assertThat(proto.getNode(0).getAttribute(0).getType())
        .isEqualTo(Onnx.AttributeProto.AttributeType.INT);
    assertThat(proto.getNode(0).getAttribute(0).getI()).isEqualTo(1);
    assertThat(proto.getNode(1).getAttribute(0).getType())
        .isEqualTo(Onnx.AttributeProto.AttributeType.INTS);
    assertThat(proto.getNode(1).getAttribute(0).getIntsList()).containsExactly(2L);
    assertThat(HexFormat.of().formatHex(proto.getInitializer(0).getRawData().toByteArray()))
        .isEqualTo("0100000000000000" + "0200000000000000");
  }

  @Test
  void refusesWhatIsNoNetwork() {
    OnnxGraph graph = affine();
    assertThatThrownBy(() -> graph.apply("Relu", "z", List.of("q")))
        .hasMessage("value must be defined before it is used: q");
    assertThatThrownBy(() -> graph.output("q", "", 1))
        .hasMessage("value must be defined before it is used: q");
    assertThatThrownBy(() -> graph.apply("Relu", "y", List.of("x")))
        .hasMessage("value must be defined once: y");
    assertThatThrownBy(() -> graph.constant("c", new float[3], 2, 2))
        .hasMessage("constant c must have 4 values: 3");
    assertThatThrownBy(() -> new OnnxAttribute("axis", OnnxAttribute.Kind.NUMBER, List.of(1L, 2L)))
        .hasMessage("attribute axis must have one value: [1, 2]");
  }
}
