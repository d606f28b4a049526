package io.retrievaldefense.attacks;

/**
 * Ends an attack from within a question, so that no attack has to check budgets or success itself.
 * It never leaves the harness, and has no stack trace because it is no error.
 */
final class StopAttack extends RuntimeException {

  private final AttackStatus status;

  StopAttack(AttackStatus status) {
    super(status.name(), null, false, false);
    this.status = status;
  }

  AttackStatus status() {
    return status;
  }
}
