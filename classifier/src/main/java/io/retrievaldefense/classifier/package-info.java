/**
 * The retrieval-augmented classifier of Zhao, Li and Cho (2018), section 2: retrieved neighbours to
 * attention to a summary (h-bar, y-bar) to fully connected layers to logits. Beyond the paper the
 * layers may be given h in place of it, or beside it.
 *
 * <p>Attention and fully connected layers are plain Java in double precision: they are small beside
 * the CNN, their gradients can be held to finite differences, and what an example yields depends on
 * neither its batch nor the number of threads.
 */
package io.retrievaldefense.classifier;
