/**
 * A durable, sharded, p-stable locality-sensitive index over projected features, and its oracle.
 *
 * <p>Data flows one way, and the packages stand in that order: {@code projection} (h to h' = Wh,
 * centre and scale) to {@code hashing} (p-stable hash functions, tables, probes) to {@code storage}
 * (files and their typed damage) to {@code shard} (the byte format) to {@code manifest} (snapshots,
 * atomic commit) to {@code query} (searching). A package depends only on those before it. Neither
 * Spark nor DL4J is visible here: a feature is a {@code float[]}.
 *
 * <p>Around that line stand {@code vectors} (files that others use), {@code build} (an index from
 * vectors on one machine), {@code lifecycle} (append, delete, compact, roll back, collect), {@code
 * check} (every byte), {@code bench} (measuring) and {@code tuning} (choosing parameters).
 */
package io.retrievaldefense.index;
