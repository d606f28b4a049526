/** Measuring an index: recall against exact search, queries per second, size. */
package io.retrievaldefense.index.bench;
