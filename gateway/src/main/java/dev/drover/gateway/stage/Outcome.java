package dev.drover.gateway.stage;

/** What a stage, or all of them, came to. */
public sealed interface Outcome {
    /** The next stage, or after the last one the upstream in the notes. */
    record Continue() implements Outcome {}

    /** The answer is known. */
    record Respond(Answer answer) implements Outcome {}

    /** The stage keeps the request and will call {@link Request#resume}. Its body is not read meanwhile. */
    record Await() implements Outcome {}

    Outcome CONTINUE = new Continue();
    Outcome AWAIT = new Await();
}
