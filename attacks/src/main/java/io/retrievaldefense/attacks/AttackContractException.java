package io.retrievaldefense.attacks;

/**
 * An attack asked for what it must not: a fault of the attack's that every example would meet, so
 * that it ends the run, where other failures only end their example.
 */
final class AttackContractException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  AttackContractException(String message) {
    super(message);
  }
}
