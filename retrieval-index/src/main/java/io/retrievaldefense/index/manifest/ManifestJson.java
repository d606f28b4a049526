package io.retrievaldefense.index.manifest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.index.storage.CorruptIndexException;
import io.retrievaldefense.index.storage.CorruptIndexException.Kind;
import io.retrievaldefense.index.storage.IndexVersionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A manifest as a file: the record's components as one JSON object in UTF-8, whose last member is
 * {@code checksum}, the SHA-256 of all bytes before that member's comma.
 *
 * <p>Reading is strict: an unknown, missing or repeated member, a value of another type or out of
 * range, or anything after the object is damage. The version is looked at before the rest, because
 * a newer format may have members that this code does not know.
 */
final class ManifestJson {
  private static final String TAIL_START = ",\n  \"checksum\" : \"";
  private static final String TAIL_END = "\"\n}\n";
  private static final long NO_VERSION = Long.MIN_VALUE;
  private static final int DIGEST_DIGITS = 64;
  private static final int TAIL_LENGTH = TAIL_START.length() + DIGEST_DIGITS + TAIL_END.length();

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private ManifestJson() {}

  static byte[] write(IndexManifest manifest) {
    // The indenter's default line ending is the platform's; the bytes must not be.
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    printer.indentObjectsWith(lines);
    String json;
    try {
      json = MAPPER.writer(printer).writeValueAsString(manifest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a valid manifest must be writable: " + manifest, e);
    }
    String body = json.substring(0, json.lastIndexOf("\n}"));
    String digest = Digests.hex(body.getBytes(StandardCharsets.UTF_8));
    return (body + TAIL_START + digest + TAIL_END).getBytes(StandardCharsets.UTF_8);
  }

  static IndexManifest read(String file, byte[] bytes) throws IOException {
    int bodyLength = bytes.length - TAIL_LENGTH;
    String tail =
        bodyLength < 0
            ? ""
            : new String(bytes, bodyLength, TAIL_LENGTH, StandardCharsets.ISO_8859_1);
    boolean whole = tail.startsWith(TAIL_START) && tail.endsWith(TAIL_END);
    if (!whole) {
      // Another tail is damage unless this is a newer format, which may end as it likes.
      requireSupported(file, bytes, Kind.TRUNCATED);
      throw new CorruptIndexException(
          Kind.TRUNCATED, file, "a checksum at the end", bytes.length + " bytes without one");
    }
    String recorded = tail.substring(TAIL_START.length(), TAIL_START.length() + DIGEST_DIGITS);
    byte[] body = Arrays.copyOf(bytes, bodyLength);
    String actual = Digests.hex(body);
    if (!actual.equals(recorded)) {
      throw new CorruptIndexException(Kind.CHECKSUM_MISMATCH, file, "checksum " + recorded, actual);
    }
    requireSupported(file, bytes, Kind.MALFORMED);
    byte[] object = Arrays.copyOf(body, bodyLength + 2);
    object[bodyLength] = '\n';
    object[bodyLength + 1] = '}';
    try {
      return MAPPER.readValue(object, IndexManifest.class);
    } catch (IOException e) {
      throw new CorruptIndexException(Kind.MALFORMED, file, "a valid manifest", problem(e), e);
    }
  }

  private static void requireSupported(String file, byte[] bytes, Kind otherwise)
      throws IOException {
    long version;
    try {
      version = version(bytes);
    } catch (IOException e) {
      // Nothing but these bytes was read, so it is they that are wrong, their encoding included.
      throw new CorruptIndexException(otherwise, file, "a JSON object", problem(e), e);
    }
    if (version == NO_VERSION) {
      throw new CorruptIndexException(otherwise, file, "a number as formatVersion", "none");
    }
    if (version > IndexManifest.FORMAT_VERSION) {
      throw new IndexVersionException(file, IndexManifest.FORMAT_VERSION, version);
    }
  }

  /** Goes through the whole object, which must be one, and keeps nothing of it. */
  private static long version(byte[] bytes) throws IOException {
    long version = NO_VERSION;
    try (JsonParser parser = MAPPER.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return NO_VERSION;
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        if (name.equals("formatVersion")
            && value == JsonToken.VALUE_NUMBER_INT
            && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
          version = parser.getLongValue();
        }
        parser.skipChildren();
      }
    }
    return version;
  }

  private static String problem(IOException e) {
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    return message.lines().findFirst().orElse("nothing");
  }
}
