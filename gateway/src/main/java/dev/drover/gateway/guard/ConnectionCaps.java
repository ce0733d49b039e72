package dev.drover.gateway.guard;

import dev.drover.gateway.stage.Connections;
import dev.drover.model.Network;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts client connections of the whole node and refuses those beyond the caps. Shared by all event loops. */
public final class ConnectionCaps implements Connections {
    private final int perClient;
    private final int total;
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder accepted = new LongAdder();
    private final Map<InetAddress, Integer> byClient = new ConcurrentHashMap<>();
    private final Map<Reason, LongAdder> rejected = new EnumMap<>(Reason.class);
    private volatile List<Network> trusted = List.of();

    /**
     * Makes empty counts.
     *
     * @param total most connections of the node
     */
    public ConnectionCaps(int perClient, int total) {
        this.perClient = perClient;
        this.total = total;
        for (Reason reason : Reason.values()) {
            rejected.put(reason, new LongAdder());
        }
    }

    /** Peers in these networks speak for many clients and have no cap of their own. */
    public void trust(List<Network> networks) {
        trusted = List.copyOf(networks);
    }

    @Override
    public boolean opened(String listener, InetAddress peer) {
        if (open.incrementAndGet() > total) {
            open.decrementAndGet();
            rejected(listener, Reason.TOTAL_CAP);
            return false;
        }
        if (byClient.merge(client(peer), 1, Integer::sum) > perClient && !isTrusted(peer)) {
            closed(listener, peer);
            rejected(listener, Reason.CLIENT_CAP);
            return false;
        }
        accepted.increment();
        return true;
    }

    /** An IPv6 client is its /64: whoever has one address there has them all (RFC 6177 section 2). */
    private static InetAddress client(InetAddress peer) {
        if (!(peer instanceof Inet6Address)) {
            return peer;
        }
        byte[] bytes = peer.getAddress();
        Arrays.fill(bytes, 8, 16, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen bytes are an address", e);
        }
    }

    private boolean isTrusted(InetAddress peer) {
        for (Network network : trusted) {
            if (network.contains(peer)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void closed(String listener, InetAddress peer) {
        open.decrementAndGet();
        byClient.computeIfPresent(client(peer), (p, count) -> count == 1 ? null : count - 1);
    }

    @Override
    public void rejected(String listener, Reason reason) {
        count(reason).increment();
    }

    private LongAdder count(Reason reason) {
        return java.util.Objects.requireNonNull(rejected.get(reason));
    }

    public int open() {
        return open.get();
    }

    public long accepted() {
        return accepted.sum();
    }

    public long rejected(Reason reason) {
        return count(reason).sum();
    }
}
