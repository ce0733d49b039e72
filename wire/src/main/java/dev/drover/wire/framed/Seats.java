package dev.drover.wire.framed;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections, of all clients and of each, from all loops. */
final class Seats {
    private final FrameLimits limits;
    private final AtomicInteger taken = new AtomicInteger();
    private final ConcurrentMap<ByteBuffer, Integer> clients = new ConcurrentHashMap<>();

    Seats(FrameLimits limits) {
        this.limits = limits;
    }

    /** Whether there was one, which is taken now. */
    boolean take(InetAddress client) {
        if (taken.incrementAndGet() > limits.connections()) {
            taken.decrementAndGet();
            return false;
        }
        if (clients.merge(key(client), 1, Integer::sum) > limits.perClient()) {
            giveBack(client);
            return false;
        }
        return true;
    }

    void giveBack(InetAddress client) {
        taken.decrementAndGet();
        clients.computeIfPresent(key(client), (k, count) -> count == 1 ? null : count - 1);
    }

    int taken() {
        return taken.get();
    }

    private static ByteBuffer key(InetAddress client) {
        byte[] bytes = client.getAddress();
        return ByteBuffer.wrap(bytes.length == 16 ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
