package io.retrievaldefense.index.query;

/**
 * What a search cost, and whether it fell short.
 *
 * @param probes buckets looked into, over all tables; 0 where there are none
 * @param candidates live rows met in those buckets, repetitions included
 * @param distinct different rows among them, of those that a first screen leaves, see {@link
 *     LshIndex}
 * @param dropped of these, left out by the candidate budget
 * @param reranked compared by exact distance
 * @param shortfall how many fewer than asked for were found
 */
public record QueryStats(
    int probes, int candidates, int distinct, int dropped, int reranked, int shortfall) {}
