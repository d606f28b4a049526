/** What makes images fool a model that another one's gradient points away from. */
package io.retrievaldefense.attacks.transfer;
