/**
 * Attacks that only a retrieval defence needs: they replace the step without a gradient, which rows
 * are retrieved, by one that has one, or aim at what is retrieved. With the neighbours held fixed
 * the gradient of the attention has rank N - 1 at most and is exactly zero where all N labels agree
 * or the attention saturates, so attacks that hold them prove little.
 */
package io.retrievaldefense.attacks.retrieval;
