/**
 * Tests with real processes: a standalone Spark master with two workers and their executors, an
 * HDFS of three data nodes, and the program as its launcher starts it.
 */
package io.retrievaldefense.cluster;
