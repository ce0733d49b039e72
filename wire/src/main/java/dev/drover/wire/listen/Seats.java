package dev.drover.wire.listen;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections, of all clients and of each, from all loops. */
public final class Seats {
    private final int all;
    private final int perClient;
    private final AtomicInteger taken = new AtomicInteger();
    private final ConcurrentMap<ByteBuffer, Integer> clients = new ConcurrentHashMap<>();

    /** @param perClient by address; of IPv6 by /64 */
    public Seats(int all, int perClient) {
        this.all = all;
        this.perClient = perClient;
    }

    /** Whether there was one, which is taken now. */
    public boolean take(InetAddress client) {
        if (taken.incrementAndGet() > all) {
            taken.decrementAndGet();
            return false;
        }
        if (clients.merge(key(client), 1, Integer::sum) > perClient) {
            giveBack(client);
            return false;
        }
        return true;
    }

    public void giveBack(InetAddress client) {
        taken.decrementAndGet();
        clients.computeIfPresent(key(client), (k, count) -> count == 1 ? null : count - 1);
    }

    public int taken() {
        return taken.get();
    }

    private static ByteBuffer key(InetAddress client) {
        byte[] bytes = client.getAddress();
        return ByteBuffer.wrap(bytes.length == 16 ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
