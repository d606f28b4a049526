/**
 * What a run found out, for people: result rows are aggregated to a table, which is written as CSV,
 * to the console, and as one self-contained HTML page beside the paper's own numbers.
 */
package io.retrievaldefense.report;
