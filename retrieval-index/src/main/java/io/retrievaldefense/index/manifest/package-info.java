/** Snapshots: what the manifest of one records, and the store that commits and opens them. */
package io.retrievaldefense.index.manifest;
