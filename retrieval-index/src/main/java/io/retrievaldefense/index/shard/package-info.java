/**
 * The byte format of a shard: written once by one task, checksummed section by section, mapped by
 * readers. What a shard holds is a function of its rows and the schema alone.
 */
package io.retrievaldefense.index.shard;
