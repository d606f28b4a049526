package io.retrievaldefense.classifier;

/**
 * A row that was found for a query.
 *
 * @param id of the row
 * @param label its class
 * @param squaredDistance of its h' to the query's
 * @param feature its h [D]; not copied
 */
public record RetrievedRow(long id, int label, double squaredDistance, float[] feature) {}
