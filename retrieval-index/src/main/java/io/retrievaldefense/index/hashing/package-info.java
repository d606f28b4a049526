/**
 * p-stable locality-sensitive hashing (Datar et al. 2004): hash functions, the tables that
 * concatenate them, the order in which neighbouring buckets are probed (Lv et al. 2007), and the
 * sign sketches that screen candidates before exact re-ranking.
 */
package io.retrievaldefense.index.hashing;
