package io.retrievaldefense.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model as bytes: a JSON header that says what it is, float32 parameters, and a checksum. Nothing
 * in it is ever deserialised into an object of the file's choosing.
 *
 * <pre>
 * offset          bytes  content
 * 0               8      "RDMODEL" and a zero byte
 * 8               4      format version, little endian like every number here
 * 12              4      length H of the header
 * 16              H      header, UTF-8 JSON object with at least "kind"
 * 16 + H          4      number P of parameters
 * 20 + H          4 P    parameters, float32
 * 20 + H + 4 P    32     SHA-256 of all bytes before
 * </pre>
 *
 * @param header the JSON object; its "kind" names what the parameters are of
 * @param parameters flat parameters; not copied
 */
public record ModelFile(ObjectNode header, float[] parameters) {

  private static final byte[] MAGIC = "RDMODEL\0".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int DIGEST_BYTES = 32;
  private static final int FIXED_BYTES = 20 + DIGEST_BYTES;
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  /** An empty header of the given kind, to be filled. */
  public static ObjectNode header(String kind) {
    return JSON.createObjectNode().put("kind", kind);
  }

  /** The file's bytes; the same model gives the same bytes. */
  public byte[] toBytes() {
    byte[] json;
    try {
      json = JSON.writeValueAsBytes(header);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a model's header must be writable as JSON", e);
    }
    long length = (long) FIXED_BYTES + json.length + 4L * parameters.length;
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(MAGIC).putInt(VERSION).putInt(json.length).put(json).putInt(parameters.length);
    for (float p : parameters) {
      buffer.putFloat(p);
    }
    buffer.put(sha256(buffer.array(), buffer.position()));
    return buffer.array();
  }

  /**
   * Reads a model of the expected kind.
   *
   * @param name what to call the file in errors
   * @throws ModelFormatException if the bytes are not such a model, whole and undamaged
   */
  public static ModelFile parse(byte[] bytes, String name, String kind)
      throws ModelFormatException {
    if (bytes.length < FIXED_BYTES || !Arrays.equals(bytes, 0, 8, MAGIC, 0, 8)) {
      throw new ModelFormatException(
          "model file must begin with RDMODEL and be whole: "
              + name
              + ", "
              + bytes.length
              + " bytes");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(8);
    int version = buffer.getInt();
    if (version != VERSION) {
      throw new ModelFormatException(
          "model file's format version must be " + VERSION + ": " + version + " in " + name);
    }
    int headerLength = buffer.getInt();
    long space = bytes.length - (long) FIXED_BYTES;
    if (headerLength < 0 || headerLength > space) {
      throw damaged(name, "header of " + headerLength + " bytes in a file of " + bytes.length);
    }
    buffer.position(16 + headerLength);
    int count = buffer.getInt();
    if (count < 0 || headerLength + 4L * count != space) {
      throw damaged(
          name,
          "length must be " + (FIXED_BYTES + headerLength + 4L * count) + ": " + bytes.length);
    }
    int body = bytes.length - DIGEST_BYTES;
    byte[] expected = Arrays.copyOfRange(bytes, body, bytes.length);
    byte[] found = sha256(bytes, body);
    if (!MessageDigest.isEqual(expected, found)) {
      HexFormat hex = HexFormat.of();
      throw damaged(
          name, "checksum must be " + hex.formatHex(expected) + ": " + hex.formatHex(found));
    }
    ObjectNode header = readHeader(bytes, headerLength, name);
    String actual = header.path("kind").asText();
    if (!actual.equals(kind)) {
      throw new ModelFormatException(
          "model file must hold a " + kind + ": " + name + " holds a '" + actual + "'");
    }
    float[] parameters = new float[count];
    buffer.asFloatBuffer().get(parameters);
    return new ModelFile(header, parameters);
  }

  /** The header's "provenance": how the model came about, by key. */
  public Map<String, String> provenance() {
    Map<String, String> provenance = new TreeMap<>();
    header
        .path("provenance")
        .fields()
        .forEachRemaining(e -> provenance.put(e.getKey(), e.getValue().asText()));
    return provenance;
  }

  /** SHA-256 of the file, in hexadecimal: the model's identity. */
  public static String digest(byte[] bytes) {
    return HexFormat.of().formatHex(sha256(bytes, bytes.length));
  }

  private static ObjectNode readHeader(byte[] bytes, int length, String name)
      throws ModelFormatException {
    JsonNode node;
    try {
      node = JSON.readTree(new String(bytes, 16, length, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw damaged(name, "header is not JSON: " + e.getOriginalMessage());
    }
    if (!(node instanceof ObjectNode object)) {
      throw damaged(name, "header must be a JSON object");
    }
    return object;
  }

  private static ModelFormatException damaged(String name, String what) {
    return new ModelFormatException("model file is damaged: " + name + ", " + what);
  }

  private static byte[] sha256(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, length);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
