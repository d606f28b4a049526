/**
 * Extractor, projection and index as stages of a Spark ML pipeline, with the parameters, columns
 * and persistence that MLlib's own stages have; so they are the one place with getters and setters.
 */
package io.retrievaldefense.ml;
