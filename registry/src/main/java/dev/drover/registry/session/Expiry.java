package dev.drover.registry.session;

import dev.drover.plane.Ticker;
import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What ends sessions whose time to live is over.
 *
 * <p>Each node does it, without asking who leads: it counts by its own clock from when it saw a renewal, and asks to end the session
 * as of that renewal, so a later one, or another node's same request, makes that void. A session is given twice its time, as
 * Consul does, and the nodes that it does not belong to wait longer; so usually its own node asks. No two clocks are compared. After a
 * restart or without a connection a session gets its time again: a time to live is a lower bound
 * (<a href="https://developer.hashicorp.com/consul/docs/automate/session">Consul: sessions</a>).
 */
public final class Expiry {
    private static final int TIMES = 2;
    private static final Duration OTHERS_WAIT = Duration.ofSeconds(5);

    private final Registry registry;
    private final String node;
    private final Ticker ticker;
    private Map<String, Seen> seen = Map.of();

    /** When a session was last known to be alive: as written, and when this node saw that. */
    private record Seen(Instant renewed, long nanos) {}

    /** @param node the name of this node */
    public Expiry(Registry registry, String node, Ticker ticker) {
        this.registry = registry;
        this.node = node;
        this.ticker = ticker;
    }

    /** Ends what is due. To be called about once a second, by one thread. */
    public void tick() throws Unavailable, InterruptedException {
        long now = ticker.nanos();
        boolean blind = !registry.contact().leader();
        var next = new HashMap<String, Seen>();
        for (var session : registry.state().sessions()) {
            if (session.ttl().isPositive()) {
                var before = seen.get(session.id());
                boolean news = before == null || blind || !before.renewed.equals(session.renewed());
                next.put(session.id(), news ? new Seen(session.renewed(), now) : before);
            }
        }
        seen = next;
        for (var session : registry.state().sessions()) {
            var last = next.get(session.id());
            if (last != null && now - last.nanos > allowed(session).toNanos()) {
                var _ = registry.apply(new Command.ExpireSession(session.id(), last.renewed));
            }
        }
    }

    private Duration allowed(Session session) {
        var time = session.ttl().multipliedBy(TIMES);
        return session.node().equalsIgnoreCase(node) ? time : time.plus(OTHERS_WAIT);
    }
}
