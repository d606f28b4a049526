/** Training of the extractor by the executors, with DL4J's parameter averaging. */
package io.retrievaldefense.training;
