/**
 * What the tasks of one executor share, so that it is made once and not once per task, and the
 * settings of file systems that driver and executors share.
 */
package io.retrievaldefense.executor;
