/** The index under real processes: killed ones, racing ones, ones with little memory or disk. */
package io.retrievaldefense.index.process;
