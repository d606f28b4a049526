/**
 * The command line: one small class per command, one place for exit codes, Spark sessions and
 * logging defaults.
 */
package io.retrievaldefense.cli;
