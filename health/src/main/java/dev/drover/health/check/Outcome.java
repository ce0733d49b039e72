package dev.drover.health.check;

/** What came of a check. {@code words} can be checked by hand: {@code GET /healthz answered 503 in 12 ms (expected 200-299)}. */
public record Outcome(boolean passed, String words) {
    static Outcome pass(String words) {
        return new Outcome(true, words);
    }

    static Outcome fail(String words) {
        return new Outcome(false, words);
    }
}
