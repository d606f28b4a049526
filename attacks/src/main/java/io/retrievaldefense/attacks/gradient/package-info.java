/** White-box attacks: those that follow the gradient of a loss on the logits. */
package io.retrievaldefense.attacks.gradient;
