/**
 * Checking an index from end to end, for operators: every byte, every file, a structured report.
 */
package io.retrievaldefense.index.check;
