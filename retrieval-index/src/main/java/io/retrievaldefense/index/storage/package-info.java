/**
 * Files: what an index needs of a file system, on a local disk and through Hadoop, and the typed
 * errors by which damage, absence and foreign files are told apart.
 */
package io.retrievaldefense.index.storage;
