package io.retrievaldefense.index.projection;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in the one spelling that manifests use: 64 lower-case hexadecimal digits. */
public final class Digests {
  private static final int HEX_DIGITS = 64;

  private Digests() {}

  /** A new SHA-256; every Java platform must provide it. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 must be provided by every Java platform", e);
    }
  }

  /** The digest of the bytes as hexadecimal digits. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /** Feeds floats as big-endian IEEE 754 bits. */
  public static void update(MessageDigest sha, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
    bytes.asFloatBuffer().put(values);
    sha.update(bytes.array());
  }

  /**
   * Returns its argument if it is a digest as manifests spell it.
   *
   * @throws IllegalArgumentException otherwise, naming {@code thing}
   */
  public static String require(String thing, String digest) {
    boolean valid = digest != null && digest.length() == HEX_DIGITS;
    for (int i = 0; valid && i < HEX_DIGITS; i++) {
      char c = digest.charAt(i);
      valid = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
    if (!valid) {
      throw new IllegalArgumentException(
          thing + " must be 64 lower-case hexadecimal digits: " + digest);
    }
    return digest;
  }
}
