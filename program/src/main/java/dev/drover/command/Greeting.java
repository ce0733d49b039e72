package dev.drover.command;

import dev.drover.node.RunningNode;
import dev.drover.plane.control.Status;
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
        Status status = node.status();
        while (!isKnown(status) && System.nanoTime() < end && !node.isEnding()) {
            Thread.sleep(20);
            status = node.status();
        }
        output.out().print(new Picture(output, Instant.now()).greeting(status));
        output.out().flush();
    }

    /** Every instance was measured, and programs that were just started had their time to come up. */
    private static boolean isKnown(Status status) {
        return status.services().stream()
                .allMatch(
                        s -> !s.instances().isEmpty() && s.instances().stream().allMatch(Greeting::isKnown));
    }

    private static boolean isKnown(Status.InstanceLine instance) {
        return instance.measured().equals("up")
                || (!instance.measured().equals("unknown") && !instance.origin().equals("run"));
    }
}
