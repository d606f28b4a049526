/**
 * The configuration of a run: one HOCON file over the defaults that ship in the jar, read into
 * immutable records. Every key's type, range and meaning is declared once, as a {@link
 * io.retrievaldefense.config.ConfigKey}, from which reading, checking and the documentation come.
 */
package io.retrievaldefense.config;
