/** What several attacks share and none is. */
package io.retrievaldefense.attacks.support;
