package io.retrievaldefense.rebuild;

import java.io.Serializable;

/**
 * A row of the index.
 *
 * @param id of the image
 * @param label of its class
 * @param feature h, [D]
 * @param projected h', [d]
 */
record ExtractedImage(long id, int label, float[] feature, float[] projected)
    implements Serializable {}
