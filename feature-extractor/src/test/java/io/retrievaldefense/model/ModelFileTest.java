package io.retrievaldefense.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ModelFileTest {

  private static byte[] bytes() {
    ObjectNode header = ModelFile.header("toy");
    header.put("answer", 42);
    return new ModelFile(header, new float[] {1.5f, -2f, 3f}).toBytes();
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    ModelFile file = ModelFile.parse(bytes(), "a.model", "toy");
    assertThat(file.header().path("answer").asInt()).isEqualTo(42);
    assertThat(file.parameters()).containsExactly(1.5f, -2f, 3f);
  }

  @Test
  void everyTruncationIsNoticed() {
    byte[] whole = bytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ModelFile.parse(part, "a.model", "toy"))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("a.model");
    }
  }

  @Test
  void everyFlippedBitIsNoticed() {
    byte[] whole = bytes();
    for (int i = 0; i < whole.length * 8; i++) {
      byte[] damaged = whole.clone();
      damaged[i / 8] ^= (byte) (1 << (i % 8));
      assertThatThrownBy(() -> ModelFile.parse(damaged, "a.model", "toy"))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("a.model");
    }
  }

  @Test
  void anotherKindIsForeign() {
    assertThatThrownBy(() -> ModelFile.parse(bytes(), "a.model", "cnn"))
        .hasMessage("model file must hold a cnn: a.model holds a 'toy'");
  }

  @Test
  void aNewerVersionSaysSo() {
    byte[] newer = bytes();
    newer[8] = 2;
    assertThatThrownBy(() -> ModelFile.parse(newer, "a.model", "toy"))
        .hasMessage("model file's format version must be 1: 2 in a.model");
  }

  @Test
  void anAbsurdCountAllocatesNothing() {
    byte[] absurd = bytes();
    ByteBuffer buffer = ByteBuffer.wrap(absurd).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(16 + buffer.getInt(12), Integer.MAX_VALUE);
    assertThatThrownBy(() -> ModelFile.parse(absurd, "a.model", "toy"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("length must be");
  }

  @Test
  void aSerializedJavaObjectIsNotRead() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(new int[100]);
    }
    assertThatThrownBy(() -> ModelFile.parse(out.toByteArray(), "evil.model", "cnn"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("model file must begin with RDMODEL and be whole: evil.model");
  }
}
