/** Searching an index: by p-stable hashes, and exhaustively as the oracle. */
package io.retrievaldefense.index.query;
