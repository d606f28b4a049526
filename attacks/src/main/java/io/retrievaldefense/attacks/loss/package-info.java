/** Losses on logits that attacks raise, each with its gradient. */
package io.retrievaldefense.attacks.loss;
