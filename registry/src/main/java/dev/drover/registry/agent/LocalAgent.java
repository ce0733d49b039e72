package dev.drover.registry.agent;

import dev.drover.model.Registry.Scripts;
import dev.drover.plane.Ticker;
import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckDefinition;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.state.State;
import dev.drover.registry.state.Topic;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One node's own checks: those that report themselves in time or not, those that the node makes, and those that say what others say.
 *
 * <p>After a restart every check has its whole time again: nobody could report while nobody listened.
 */
public final class LocalAgent implements AutoCloseable {
    /** Consul's words, and the way out. */
    public static final String NO_SCRIPTS =
            "Scripts are disabled on this agent from remote calls; to enable, configure 'enable_script_checks' to true"
                    + " (in drover.yaml: registry: {scripts: {user: nobody}})";

    private static final Logger LOG = System.getLogger(LocalAgent.class.getName());

    /** Consul takes no shorter time to remove what is critical. */
    private static final Duration SOONEST_REMOVAL = Duration.ofMinutes(1);

    /** What a check that this node makes prints anew, while its status stays, is written at most so often, as Consul does. */
    private static final Duration OUTPUT_ALONE = Duration.ofMinutes(5);

    private final Registry registry;
    private final String node;
    private final Ticker ticker;
    private final Rounds rounds;
    private final Map<String, Long> heard = new ConcurrentHashMap<>();
    private final Map<String, Long> printed = new ConcurrentHashMap<>();
    private final Map<String, Long> criticalSince = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<Scripts> scripts = Optional.empty();
    private Mine mine = new Mine(0, List.of());

    /** The node's checks of which something may become due, as of its index; the others only say what they are told. */
    private record Mine(long index, List<Check> checks) {
        static Mine of(State state, String node, long index) {
            return new Mine(
                    index,
                    state.checks(node).stream()
                            .filter(c -> !c.definition().equals(CheckDefinition.NONE))
                            .toList());
        }

        Set<String> ids() {
            var ids = new HashSet<String>();
            checks.forEach(c -> ids.add(c.id()));
            return ids;
        }
    }

    public LocalAgent(Registry registry, String node, Ticker ticker, RandomGenerator random, Means means) {
        this.registry = registry;
        this.node = node;
        this.ticker = ticker;
        this.rounds = new Rounds(
                ticker,
                random,
                new GrpcProbe(means.grpc()),
                new ScriptProbe(means.programs(), () -> scripts),
                this::found);
    }

    /** From now on programs are run as that says, or not at all. */
    public void allow(Optional<Scripts> wanted) {
        scripts = wanted;
    }

    public boolean runsScripts() {
        return scripts.isPresent();
    }

    /** Ticks once a second until closed. */
    public LocalAgent start() {
        Thread.ofVirtual().name("registry-agent").start(this::run);
        return this;
    }

    private void run() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS)) {
                try {
                    tick();
                } catch (Unavailable e) {
                    LOG.log(Level.DEBUG, "checks wait until something can be written: {0}", e.getMessage());
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "checks were not looked at", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A report: the check has its whole time again. Writes only what differs. */
    public Outcome report(Check check, CheckStatus status, String output) throws Unavailable, InterruptedException {
        heard.put(check.id(), ticker.nanos());
        return say(check, status, output);
    }

    private Outcome say(Check check, CheckStatus status, String output) throws Unavailable, InterruptedException {
        if (check.status() == status && check.output().equals(output)) {
            return new Outcome.Done(registry.state().index());
        }
        return registry.apply(new Command.SetCheck(node, check.id(), status, output));
    }

    private void found(String id, CheckStatus status, String output) throws Unavailable, InterruptedException {
        Check check = registry.state().check(node, id);
        if (check != null && (check.status() != status || isDue(check, output))) {
            say(check, status, output);
        }
    }

    private boolean isDue(Check check, String output) {
        long now = ticker.nanos();
        Long last = printed.get(check.id());
        if (check.output().equals(output) || (last != null && now - last < OUTPUT_ALONE.toNanos())) {
            return false;
        }
        printed.put(check.id(), now);
        return true;
    }

    /** The check was registered: its time begins. */
    public void begin(String check) {
        heard.put(check, ticker.nanos());
        criticalSince.remove(check);
        printed.remove(check);
        rounds.begin(check);
    }

    /** Does what is due. One thread at a time. */
    public void tick() throws Unavailable, InterruptedException {
        long now = ticker.nanos();
        State state = registry.state();
        look(state);
        for (Check check : mine.checks) {
            rounds.tick(check, now);
            expire(check, now);
            follow(check, state);
            remove(check, now);
        }
    }

    /** Looks through the node's checks if they changed since the last time: there may be thousands. */
    private void look(State state) {
        long index = state.index(new Topic.Node(node));
        if (index != mine.index) {
            mine = Mine.of(state, node, index);
            Set<String> present = mine.ids();
            heard.keySet().retainAll(present);
            criticalSince.keySet().retainAll(present);
            printed.keySet().retainAll(present);
            rounds.keepOnly(present);
        }
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
            say(check, CheckStatus.CRITICAL, output);
        }
    }

    /** An alias says the worst of what it stands for. */
    private void follow(Check check, State state) throws Unavailable, InterruptedException {
        CheckDefinition definition = check.definition();
        if (definition.aliasNode().isEmpty() && definition.aliasService().isEmpty()) {
            return;
        }
        String other = definition.aliasNode().isEmpty() ? node : definition.aliasNode();
        @Nullable Check worst = null;
        int seen = 0;
        for (Check one : state.checksOf(other, "")) {
            seen++;
            worst = worse(worst, one, check);
        }
        for (Check one : definition.aliasService().isEmpty()
                ? state.checks(other)
                : state.checksOf(other, definition.aliasService())) {
            seen++;
            worst = worse(worst, one, check);
        }
        if (worst == null || worst.status() == CheckStatus.PASSING) {
            say(check, CheckStatus.PASSING, seen == 0 ? "No checks found." : "All checks passing.");
        } else {
            say(check, worst.status(), "Aliased check \"" + worst.name() + "\" failing: " + worst.output());
        }
    }

    private static @Nullable Check worse(@Nullable Check worst, Check one, Check itself) {
        if (one.id().equals(itself.id()) && one.node().equals(itself.node())) {
            return worst;
        }
        return worst == null || one.status().compareTo(worst.status()) > 0 ? one : worst;
    }

    private void remove(Check check, long now) throws Unavailable, InterruptedException {
        Duration after = check.definition().deregisterCriticalServiceAfter();
        if (check.status() != CheckStatus.CRITICAL
                || !after.isPositive()
                || check.serviceId().isEmpty()) {
            criticalSince.remove(check.id());
            return;
        }
        Duration stated = after.compareTo(SOONEST_REMOVAL) < 0 ? SOONEST_REMOVAL : after;
        long since = criticalSince.computeIfAbsent(check.id(), id -> now);
        if (now - since > stated.toNanos()) {
            registry.apply(new Command.RemoveService(node, check.serviceId()));
        }
    }

    @Override
    public void close() {
        closed.countDown();
        rounds.close();
    }
}
