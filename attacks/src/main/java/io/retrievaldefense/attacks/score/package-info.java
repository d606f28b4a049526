/** Black-box attacks that see logits and no gradient. */
package io.retrievaldefense.attacks.score;
