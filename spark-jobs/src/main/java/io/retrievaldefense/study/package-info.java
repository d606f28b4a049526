/**
 * Studies: many runs that differ in what a file says they differ in, over several seeds. What two
 * runs have in common is done once, and one report tells what may be claimed of the differences.
 */
package io.retrievaldefense.study;
