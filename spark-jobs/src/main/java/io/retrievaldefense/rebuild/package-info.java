/** The nightly rebuild: what is new is extracted and appended, what is gone is taken out. */
package io.retrievaldefense.rebuild;
