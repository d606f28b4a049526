/**
 * Attacks on the trained classifiers: adapters to the attacks' port, the plan of an evaluation as
 * units of work, the rows that come of them, and the reviewer's checklist over these.
 */
package io.retrievaldefense.evaluation;
