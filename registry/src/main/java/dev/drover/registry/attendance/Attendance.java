package dev.drover.registry.attendance;

import dev.drover.plane.Ticker;
import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The roll call of nodes.
 *
 * <pre>
 * present --session ends--> suspected --{@link #SUSPICION}--> gone (its liveness is critical) --{@link #REMAINS}--> deregistered
 * </pre>
 *
 * <p>Whoever comes back is present at once, and says so itself. All nodes watch; the first of those present, by name, writes, and the others
 * do so a little later should it not: the same word twice is one. Each counts by its own clock from when it missed somebody itself, so no
 * two clocks are compared, and a node that has just been started, or that hears nothing, begins to count anew.
 *
 * <p>Nodes that somebody wrote into the catalog are left alone: only nodes of Drover's have this check, as only Consul's agents do.
 */
public final class Attendance {
    /** After the end of a session, which itself takes 10 s of silence: who is started again meanwhile was never away. */
    public static final Duration SUSPICION = Duration.ofSeconds(5);

    /** As long as Consul remembers its agents: 72 h, its reconnect_timeout. */
    public static final Duration REMAINS = Duration.ofDays(3);

    private static final System.Logger LOG = System.getLogger("dev.drover.registry");
    /** Who comes is in the catalog a moment before its session is known to all: that is no news. */
    private static final Duration A_MOMENT = Duration.ofMillis(1500);

    private static final Duration OTHERS_WAIT = Duration.ofSeconds(5);
    private static final String GONE = "Agent not live or unreachable";

    private final Registry registry;
    private final String self;
    private final Ticker ticker;
    private final Map<String, Long> missed = new ConcurrentHashMap<>();
    private final Set<String> told = new HashSet<>();

    /** @param self the name of this node */
    public Attendance(Registry registry, String self, Ticker ticker) {
        this.registry = registry;
        this.self = self.toLowerCase(Locale.ROOT);
        this.ticker = ticker;
    }

    /**
     * Looks who is missing. To be called about once a second, by one thread.
     *
     * @param present names of nodes in lower case; empty where nobody can tell
     */
    public void tick(Set<String> present) throws Unavailable, InterruptedException {
        if (!registry.contact().leader() || !present.contains(self)) {
            missed.clear();
            told.clear();
            return;
        }
        long now = ticker.nanos();
        Duration wait = present.stream().min(String::compareTo).orElse(self).equals(self) ? Duration.ZERO : OTHERS_WAIT;
        for (var node : registry.state().nodes()) {
            String name = node.name().toLowerCase(Locale.ROOT);
            Check alive = registry.state().check(node.name(), Check.LIVENESS);
            if (alive == null || present.contains(name)) {
                missed.remove(name);
                told.remove(name);
            } else {
                missing(alive, now, wait);
            }
        }
        returned();
    }

    /** Since when others are missed, by name in lower case: for all that this node knows, it may be longer. */
    public Map<String, Instant> missed() {
        long now = ticker.nanos();
        Instant instant = ticker.instant();
        var since = new HashMap<String, Instant>();
        missed.forEach((name, at) -> since.put(name, instant.minusNanos(now - at)));
        return since;
    }

    private void missing(Check alive, long now, Duration wait) throws Unavailable, InterruptedException {
        Long before = missed.putIfAbsent(alive.node().toLowerCase(Locale.ROOT), now);
        boolean gone = alive.status() == CheckStatus.CRITICAL;
        if (before == null) {
            return;
        }
        var silent = Duration.ofNanos(now - before);
        if (!gone && silent.compareTo(A_MOMENT) > 0 && told.add(alive.node().toLowerCase(Locale.ROOT))) {
            LOG.log(
                    Level.INFO,
                    "node {0} is suspected to be gone: its session with the registry has ended",
                    alive.node());
        }
        var absent = silent.minus(wait);
        if (!gone && absent.compareTo(SUSPICION) > 0) {
            LOG.log(Level.WARNING, "node {0} is gone", alive.node());
            var _ = registry.apply(new Command.SetCheck(alive.node(), Check.LIVENESS, CheckStatus.CRITICAL, GONE));
        } else if (gone && absent.compareTo(REMAINS) > 0) {
            LOG.log(
                    Level.WARNING,
                    "node {0} has been gone for {1} h and is deregistered, with its services",
                    alive.node(),
                    REMAINS.toHours());
            var _ = registry.apply(new Command.RemoveNode(alive.node()));
        }
    }

    /** Whoever was taken for gone and is this very node. */
    private void returned() throws Unavailable, InterruptedException {
        Check alive = registry.state().check(self, Check.LIVENESS);
        if (alive != null
                && alive.status() == CheckStatus.CRITICAL
                && alive.output().equals(GONE)) {
            Check again = Check.alive(self);
            var _ = registry.apply(new Command.SetCheck(self, Check.LIVENESS, again.status(), again.output()));
        }
    }
}
