package io.retrievaldefense.indexing;

import java.io.Serializable;

/**
 * A vector as users bring it.
 *
 * @param id unique in its table
 * @param label a class, at most {@link VectorTable#HIGHEST_LABEL}, 0 where there is none
 * @param vector the vector; not copied
 */
record VectorRow(long id, int label, float[] vector) implements Serializable {}
