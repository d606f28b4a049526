/** What the tasks of one executor share, so that it is made once and not once per task. */
package io.retrievaldefense.executor;
