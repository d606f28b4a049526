/**
 * Looking at a machine before anything is run on it: what is there, what is missing, what to do.
 */
package io.retrievaldefense.cli.doctor;
