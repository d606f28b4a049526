/**
 * From a feature h [D] to the hash input: the random projection h' = Wh [d], and the centre and
 * scale of the projected data, both fixed before anything is hashed.
 */
package io.retrievaldefense.index.projection;
