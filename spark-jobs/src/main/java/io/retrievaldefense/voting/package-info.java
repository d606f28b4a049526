/**
 * Several defences that vote, of runs over the same images: by other layers, other extractors or
 * other projections; attacked as one.
 */
package io.retrievaldefense.voting;
