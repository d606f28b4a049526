/** Black-box attacks that see the predicted class and nothing else. */
package io.retrievaldefense.attacks.decision;
