/** Benchmarks that anyone can run from the command line. */
package io.retrievaldefense.bench;
