package dev.drover.gateway.exchange;

import dev.drover.gateway.guard.Guards;
import dev.drover.wire.Timer;

/**
 * How fast a client takes what waits for it, against the slowest allowed: one that reads a byte now and then would else hold an
 * upstream and its own buffers for as long as it likes. It is watched from when no more may wait until nothing waits; a client that
 * waits for a slow upstream has nothing to take. An upgraded connection is not watched.
 *
 * <p>The rate is taken over a long time, since kernels take and free what they buffer in pieces of up to a megabyte.
 */
final class Taking extends Timer {
    private final ClientConnection client;
    private final long nanos;
    private final long least;
    private long before;

    /** Watches nothing yet. */
    Taking(ClientConnection client) {
        Guards guards = client.exchange().guards();
        this.client = client;
        this.nanos = guards.takeTime().toNanos();
        this.least = (long) (guards.rate() * (nanos / 1e9));
    }

    /** Begins to watch if something waits, unless it does. */
    void watch() {
        var _ = watches();
    }

    /** Begins to watch, unless it does; false if nothing waits. */
    boolean watches() {
        if (client.output().pending() <= 0) {
            return false;
        }
        if (!isArmed()) {
            begin();
        }
        return true;
    }

    private void begin() {
        before = client.output().taken();
        client.timers().armAt(this, client.nanos() + nanos);
    }

    @Override
    protected void expired() {
        ClientOutput output = client.output();
        if (client.state() == ClientState.TUNNEL || output.pending() <= 0) {
            return;
        }
        if (output.taken() - before < least) {
            client.tooSlow();
        } else {
            begin();
        }
    }
}
