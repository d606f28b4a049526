package io.retrievaldefense.index.query;

/**
 * One row found.
 *
 * @param id of the row
 * @param squaredDistance of its h' to the query's
 * @param label of the row
 * @param row number in the opened index, for {@link NeighborIndex#copyFeature}; depends on the
 *     shard layout, unlike the id
 */
public record Neighbor(long id, float squaredDistance, int label, long row) {}
