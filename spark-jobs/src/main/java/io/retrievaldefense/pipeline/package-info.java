/**
 * The steps of a run in their order, and the folder they write to: what is finished and unchanged
 * is skipped, what is half-written is never taken for whole.
 */
package io.retrievaldefense.pipeline;
