/** Options that several commands share. */
package io.retrievaldefense.cli.options;
