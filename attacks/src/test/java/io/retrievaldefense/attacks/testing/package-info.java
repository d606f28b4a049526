/** Small models with known gradients, for tests. */
package io.retrievaldefense.attacks.testing;
