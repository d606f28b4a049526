/**
 * Attacks noticed: what retrieval tells of an input beside its class, calibrated on clean images,
 * held against stored adversarial examples and against an attacker who knows of it.
 */
package io.retrievaldefense.detection;
