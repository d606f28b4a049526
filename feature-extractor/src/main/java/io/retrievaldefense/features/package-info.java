/** From images to feature vectors h, a batch at a time. */
package io.retrievaldefense.features;
