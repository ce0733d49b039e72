package dev.drover.registry.agent;

import dev.drover.plane.Ticker;
import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The timers of one node's own checks.
 *
 * <p>After a restart every check has its whole time again: nobody could report while nobody listened.
 */
public final class LocalAgent {
    /** Consul takes no shorter time to remove what is critical. */
    private static final Duration SOONEST_REMOVAL = Duration.ofMinutes(1);

    private final Registry registry;
    private final String node;
    private final Ticker ticker;
    private final Map<String, Long> heard = new ConcurrentHashMap<>();
    private final Map<String, Long> criticalSince = new ConcurrentHashMap<>();

    public LocalAgent(Registry registry, String node, Ticker ticker) {
        this.registry = registry;
        this.node = node;
        this.ticker = ticker;
    }

    /** A report: the check has its whole time again. Writes only what differs. */
    public Outcome report(Check check, CheckStatus status, String output) throws Unavailable, InterruptedException {
        heard.put(check.id(), ticker.nanos());
        if (check.status() == status && check.output().equals(output)) {
            return new Outcome.Done(registry.state().index());
        }
        return registry.apply(new Command.SetCheck(node, check.id(), status, output));
    }

    /** The check was registered: its time begins. */
    public void begin(String check) {
        heard.put(check, ticker.nanos());
        criticalSince.remove(check);
    }

    /** Does what is due. To be called about once a second by one thread. */
    public void tick() throws Unavailable, InterruptedException {
        long now = ticker.nanos();
        var present = new HashSet<String>();
        for (Check check : registry.state().checks(node)) {
            present.add(check.id());
            expire(check, now);
            remove(check, now);
        }
        heard.keySet().retainAll(present);
        criticalSince.keySet().retainAll(present);
    }

    private void expire(Check check, long now) throws Unavailable, InterruptedException {
        Duration ttl = check.definition().ttl();
        if (!ttl.isPositive()) {
            return;
        }
        long last = heard.computeIfAbsent(check.id(), id -> now);
        if (now - last > ttl.toNanos() && check.status() != CheckStatus.CRITICAL) {
            String output = check.output().isEmpty()
                    ? "TTL expired"
                    : "TTL expired (last output before timeout follows): " + check.output();
            registry.apply(new Command.SetCheck(node, check.id(), CheckStatus.CRITICAL, output));
        }
    }

    private void remove(Check check, long now) throws Unavailable, InterruptedException {
        Duration after = check.definition().deregisterCriticalServiceAfter();
        if (check.status() != CheckStatus.CRITICAL || !after.isPositive() || check.serviceId().isEmpty()) {
            criticalSince.remove(check.id());
            return;
        }
        Duration stated = after.compareTo(SOONEST_REMOVAL) < 0 ? SOONEST_REMOVAL : after;
        long since = criticalSince.computeIfAbsent(check.id(), id -> now);
        if (now - since > stated.toNanos()) {
            registry.apply(new Command.RemoveService(node, check.serviceId()));
        }
    }
}
