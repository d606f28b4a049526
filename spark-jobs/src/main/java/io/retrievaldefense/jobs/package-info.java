/**
 * The steps of a run as Spark jobs, in the order the data flows: images, extractor, features,
 * index, neighbours, classifiers, attacks, report.
 */
package io.retrievaldefense.jobs;
