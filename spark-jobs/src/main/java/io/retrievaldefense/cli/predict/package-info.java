/** The commands that ask a finished run about one picture. */
package io.retrievaldefense.cli.predict;
