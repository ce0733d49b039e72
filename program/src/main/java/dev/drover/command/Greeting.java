package dev.drover.command;

import dev.drover.node.RunningNode;
import java.time.Instant;

/** What {@code up} prints once: where it listens, what runs, and what to type next. */
final class Greeting {
    /** Long enough for a small program to start and pass its check; nobody's requests wait for it. */
    private static final long LONGEST_NANOS = 8_000_000_000L;

    private final Output output;
    private final RunningNode node;

    Greeting(Output output, RunningNode node) {
        this.output = output;
        this.node = node;
    }

    void print() throws InterruptedException {
        long end = System.nanoTime() + LONGEST_NANOS;
        while (!node.isKnown() && System.nanoTime() < end && !node.isEnding()) {
            Thread.sleep(20);
        }
        output.out()
                .print(new Picture(output, Instant.now())
                        .greeting(node.control().status()));
        output.out().flush();
    }
}
