/** Named sets of attacks, cheap ones first. */
package io.retrievaldefense.attacks.suite;
