/** Perturbations without a goal: what every attack must beat. */
package io.retrievaldefense.attacks.noise;
