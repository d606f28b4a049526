/** The commands that write what a third party needs to check the defence. */
package io.retrievaldefense.cli.export;
