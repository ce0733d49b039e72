package dev.drover.health.check;

import java.util.function.Consumer;

/** Checks one instance again and again, and may keep its connection in between. Used on its lane only. */
public interface Probe extends AutoCloseable {
    /** Begins a check; {@code done} is called on the lane, once, within the timeout and a little. One at a time. */
    void begin(Consumer<Outcome> done);

    /** Ends what is under way; nothing is called any more. */
    @Override
    void close();
}
