/**
 * Indexes over vectors that users bring: built from tables on a cluster, tuned on a sample,
 * searched by all executors at once.
 */
package io.retrievaldefense.indexing;
