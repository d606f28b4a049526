package io.retrievaldefense.attacks;

/**
 * A row of the index, as an attacker who holds it sees it.
 *
 * @param id the row's id
 * @param label its class
 * @param squaredDistance ||h' - h'_n||^2 to the projected query it was found for
 * @param feature its feature h_n [D]
 */
public record Candidate(long id, int label, double squaredDistance, float[] feature) {}
