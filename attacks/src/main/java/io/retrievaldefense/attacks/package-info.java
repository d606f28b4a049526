/**
 * Attacks and honest evaluation: the port to a model ({@link
 * io.retrievaldefense.attacks.AttackedModel}), what an attacker may hold ({@link
 * io.retrievaldefense.attacks.ThreatModel}), where a perturbation may lie ({@link
 * io.retrievaldefense.attacks.Ball}), and the harness that runs an {@link
 * io.retrievaldefense.attacks.Attack} on examples. Epsilon is in units of pixels in [0,1].
 */
package io.retrievaldefense.attacks;
