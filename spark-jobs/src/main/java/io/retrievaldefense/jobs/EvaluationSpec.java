package io.retrievaldefense.jobs;

import java.io.Serializable;
import java.util.List;

/**
 * All that an executor needs to attack a slice, as it is broadcast.
 *
 * @param extractor the plain network
 * @param features projection, centre, scale and digests
 * @param summaryModels the bytes of each N's model file
 * @param indexLocation URI of the private index
 * @param suite which attacks, how strong
 * @param seed of the attacks
 */
record EvaluationSpec(
    ExtractorModel extractor,
    FeatureInfo features,
    List<byte[]> summaryModels,
    String indexLocation,
    AttackSuite suite,
    long seed)
    implements Serializable {}
