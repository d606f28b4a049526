/**
 * Building an index on one machine, from vectors as they are; a cluster writes shards by itself.
 */
package io.retrievaldefense.index.build;
