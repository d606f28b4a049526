package io.retrievaldefense.attacks;

/** What the thread that runs the model waits for: a question, or the end of an example. */
sealed interface BatchingEvent permits ModelQuestion, ExampleTask {}
