/**
 * Networks that were trained with Keras: its HDF5 files are read with DL4J's importer, and taken if
 * this project's network computes the same function.
 */
package io.retrievaldefense.keras;
