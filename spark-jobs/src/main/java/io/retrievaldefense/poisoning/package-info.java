/**
 * Entries that an attacker has planted in the private set of a finished run: a backdoor that a
 * trigger opens, and wrong labels for copies of one victim, measured by how many are planted.
 */
package io.retrievaldefense.poisoning;
