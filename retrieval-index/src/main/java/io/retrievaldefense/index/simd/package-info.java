/** Choosing between code on the incubating Vector API and its scalar twin. */
package io.retrievaldefense.index.simd;
