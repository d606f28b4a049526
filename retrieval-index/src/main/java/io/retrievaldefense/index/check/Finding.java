package io.retrievaldefense.index.check;

/**
 * One thing that is wrong.
 *
 * @param file concerned
 * @param kind of damage, as {@code CorruptIndexException.Kind} names it, or {@code NEWER_FORMAT}
 * @param message naming file, expected and found
 */
public record Finding(String file, String kind, String message) {}
