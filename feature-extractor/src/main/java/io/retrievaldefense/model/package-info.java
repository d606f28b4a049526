/** The file that carries a trained model: what is written, digested, broadcast and read back. */
package io.retrievaldefense.model;
