package io.retrievaldefense.attacks;

/** What a session leaves behind: the point chosen and how it was come by. */
record Crafted(
    float[] image, int restart, AttackStatus status, double smallestNorm, AttackCounts counts) {}
