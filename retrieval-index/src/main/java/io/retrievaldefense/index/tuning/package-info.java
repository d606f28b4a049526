/** Choosing (k, L, w, probes) for a target recall, so that nobody has to guess w. */
package io.retrievaldefense.index.tuning;
