/** From result rows to figures: robust accuracy, worst case, and the reviewer's checklist. */
package io.retrievaldefense.attacks.evaluation;
