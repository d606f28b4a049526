package io.retrievaldefense.jobs;

import io.retrievaldefense.evaluation.AttackSuite;
import io.retrievaldefense.evaluation.UnitStore;
import java.io.Serializable;
import java.util.List;

/**
 * All that an executor needs to do a unit of work, as it is broadcast.
 *
 * @param baseline the plain network
 * @param extractor the network that computes h, which may be the same
 * @param features projection, centre, scale and digests
 * @param summaryModels the bytes of each N's model file
 * @param indexLocation URI of the private index
 * @param standInLocation URI of the attacker's index of public images
 * @param standInFeatures the projection that is searched by, centre and scale
 * @param preparedLocation URI of the prepared images
 * @param suite which attacks, how strong
 * @param store where what is found is kept
 * @param seed of the attacks
 */
record EvaluationSpec(
    ExtractorModel baseline,
    ExtractorModel extractor,
    FeatureInfo features,
    List<byte[]> summaryModels,
    String indexLocation,
    String standInLocation,
    FeatureInfo standInFeatures,
    String preparedLocation,
    AttackSuite suite,
    UnitStore store,
    long seed)
    implements Serializable {}
