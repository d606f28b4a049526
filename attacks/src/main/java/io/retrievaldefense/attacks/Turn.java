package io.retrievaldefense.attacks;

/**
 * One attack of several that an example goes through in turn.
 *
 * @param plan the attack
 * @param source the model it crafts on; the model under test itself for a white box
 */
public record Turn(AttackPlan plan, AttackedModel source) {}
