/** The life of an index after it was built: append, delete, compact, roll back, collect garbage. */
package io.retrievaldefense.index.lifecycle;
