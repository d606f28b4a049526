/** The commands of {@code retrieval-defense index}: a class for each. */
package io.retrievaldefense.cli.index;
