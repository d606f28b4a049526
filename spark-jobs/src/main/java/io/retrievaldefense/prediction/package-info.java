/** A finished run asked about single images: neighbours, answers, what a quick attack does. */
package io.retrievaldefense.prediction;
