/**
 * Which native library ND4J runs on and how many threads it takes: chosen before the first array is
 * made, said at start-up.
 */
package io.retrievaldefense.backend;
