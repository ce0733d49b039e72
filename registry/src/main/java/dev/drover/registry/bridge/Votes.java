package dev.drover.registry.bridge;

import dev.drover.board.InstanceId;
import dev.drover.plane.Reports;
import dev.drover.plane.Ticker;
import dev.drover.plane.Vantages;
import dev.drover.policy.vantage.Panel;
import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Vote;
import dev.drover.registry.replica.Replica;
import dev.drover.registry.state.State;
import dev.drover.registry.state.Topic;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Measuring with the other nodes of a site: each instance is checked by the nodes of its {@link Panel}, these write what they measure
 * into the registry whenever it changes, and what the majority says is reported on every node.
 *
 * <p>A node that is alone, be it the only one or out of touch with the registry for a while, measures everything by itself.
 */
public final class Votes implements Vantages.Sharing, AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.drover.registry.votes");
    private static final Duration TOGETHER = Duration.ofMillis(50);

    /** How often it is looked whether others can still be heard. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** What was said last holds so long without the registry: longer than the choice of a leader takes. */
    static final Duration HOLDS = Duration.ofSeconds(30);

    /** After so long everything is compared with what the registry holds. */
    private static final Duration COMPARE_ALL = Duration.ofSeconds(30);

    private static final int AT_ONCE = 500;

    private final Registry registry;
    private final String node;
    private final Vantages vantages;
    private final Reports reports;
    private final Ticker ticker;
    private volatile Runnable divided = () -> {};
    private final Bell bell = new Bell();
    private final Replica.Listener listener = new News();
    private final Thread thread;

    /** What this node measures, whether it is written yet or not. */
    private final Map<InstanceId, Vote> own = new ConcurrentHashMap<>();
    /** Whose vote is not written yet. */
    private final Set<InstanceId> unwritten = ConcurrentHashMap.newKeySet();
    /** Services of which somebody said something else. */
    private final Set<String> unread = ConcurrentHashMap.newKeySet();

    private volatile Set<String> members = Set.of();
    private volatile List<String> present = List.of();
    private volatile boolean renewed;

    /** What was reported, by service. Of the thread alone, as is what follows. */
    private final Map<String, Set<InstanceId>> judged = new ConcurrentHashMap<>();

    private boolean sharing;
    private long compared;

    /**
     * Joins what this node measures with what others do.
     *
     * @param node the name of this one
     */
    public Votes(Registry registry, String node, Vantages vantages, Reports reports, Ticker ticker) {
        this.registry = registry;
        this.node = node;
        this.vantages = vantages;
        this.reports = reports;
        this.ticker = ticker;
        compared = ticker.nanos();
        registry.replica().listen(listener);
        thread = Thread.ofVirtual().name("registry-votes").start(this::run);
    }

    /** These nodes, this one among them, measure together. */
    public void want(Set<String> nodes) {
        members = Set.copyOf(nodes);
        bell.ring();
    }

    /** Calls this when other nodes may be the owners of instances. */
    public void whenDivided(Runnable then) {
        divided = then;
    }

    /** Whether this node is the one that tells of an instance. */
    public boolean owns(InstanceId id) {
        return Panel.of(id, present).isOwnedBy(node);
    }

    @Override
    public boolean isMine(InstanceId id) {
        return Panel.of(id, present).has(node);
    }

    @Override
    public void measured(InstanceId id, Vantages.Vote vote) {
        own.put(id, new Vote(id.service(), id.instance(), node, vote.passing(), vote.words()));
        unwritten.add(id);
        bell.ring();
    }

    @Override
    public void dropped(InstanceId id) {
        if (own.remove(id) != null) {
            unwritten.add(id);
            bell.ring();
        }
    }

    private final class News implements Replica.Listener {
        @Override
        public void changed(Set<Topic> topics) {
            boolean any = false;
            for (Topic topic : topics) {
                if (topic instanceof Topic.Votes(String service)) {
                    any |= unread.add(service);
                } else {
                    any |= topic instanceof Topic.AllNodes;
                }
            }
            if (any) {
                bell.ring();
            }
        }

        @Override
        public void replaced() {
            renewed = true;
            bell.ring();
        }
    }

    private void run() {
        try {
            while (true) {
                var _ = bell.await(LOOK);
                TimeUnit.NANOSECONDS.sleep(TOGETHER.toNanos());
                step();
            }
        } catch (InterruptedException e) {
            // Closed: from now on this node measures alone.
        }
    }

    private void step() throws InterruptedException {
        try {
            if (isInTouch()) {
                divide(present(registry.state()));
            } else {
                divide(List.of(node));
            }
            if (sharing) {
                judge();
                write();
            }
        } catch (Unavailable e) {
            LOG.log(Level.DEBUG, "what this node measures waits to be told: {0}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "what this node measures was not joined with what others do", e);
        }
    }

    private boolean isInTouch() {
        return registry.isKnown() && registry.contact().ago().compareTo(HOLDS) < 0;
    }

    /** The nodes that can measure now: those whose session with the registry lasts. */
    private List<String> present(State state) {
        var found = new ArrayList<String>();
        for (String member : members) {
            Check alive = state.check(member, Check.LIVENESS);
            if (member.equals(node) || (alive != null && alive.status() != CheckStatus.CRITICAL)) {
                found.add(member);
            }
        }
        found.sort(null);
        return found;
    }

    /** These measure from now on. */
    private void divide(List<String> nodes) {
        boolean others = nodes.size() > 1;
        if (nodes.equals(present) && others == sharing) {
            return;
        }
        LOG.log(
                Level.INFO,
                others ? "health is measured together by {0}" : "this node measures health alone ({0})",
                nodes);
        present = nodes;
        divided.run();
        sharing = others;
        if (others) {
            renewed = true;
            vantages.share(this);
        } else {
            vantages.alone();
            judged.values().forEach(ids -> ids.forEach(reports::forget));
            judged.clear();
        }
    }

    private void judge() {
        State state = registry.state();
        if (renewed || ticker.nanos() - compared > COMPARE_ALL.toNanos()) {
            renewed = false;
            compared = ticker.nanos();
            unread.addAll(judged.keySet());
            for (Vote vote : state.votes()) {
                unread.add(vote.service());
                if (vote.node().equals(node) && !own.containsKey(id(vote))) {
                    unwritten.add(id(vote));
                }
            }
            unwritten.addAll(own.keySet());
        }
        for (String service : Set.copyOf(unread)) {
            unread.remove(service);
            judge(service, registry.state().votes(service));
        }
    }

    private static InstanceId id(Vote vote) {
        return new InstanceId(vote.service(), vote.instance());
    }

    private void judge(String service, List<Vote> votes) {
        Set<InstanceId> before = judged.getOrDefault(service, Set.of());
        var now = new HashSet<InstanceId>();
        for (int from = 0; from < votes.size(); ) {
            InstanceId id = id(votes.get(from));
            int to = from;
            while (to < votes.size() && id(votes.get(to)).equals(id)) {
                to++;
            }
            Optional<Reports.Report> verdict = Said.of(Panel.of(id, present), votes.subList(from, to));
            verdict.ifPresent(report -> reports.report(id, report));
            if (verdict.isPresent() || before.contains(id)) {
                now.add(id); // what was said last holds while too few say anything
            }
            from = to;
        }
        before.stream().filter(id -> !now.contains(id)).forEach(reports::forget);
        if (now.isEmpty()) {
            judged.remove(service);
        } else {
            judged.put(service, now);
        }
    }

    private void write() throws Unavailable, InterruptedException {
        State state = registry.state();
        var changed = new ArrayList<Vote>();
        var gone = new ArrayList<Vote>();
        var due = Set.copyOf(unwritten);
        for (InstanceId id : due) {
            Vote is = own.get(id);
            Vote was = state.vote(id.service(), id.instance(), node);
            if (is == null || !isMine(id)) {
                if (was != null) {
                    gone.add(was);
                }
            } else if (was == null || was.passing() != is.passing()) {
                changed.add(is);
            }
        }
        unwritten.removeAll(due);
        try {
            for (int from = 0; from < changed.size(); from += AT_ONCE) {
                var _ = registry.apply(
                        new Command.PutVotes(changed.subList(from, Math.min(from + AT_ONCE, changed.size()))));
            }
            for (int from = 0; from < gone.size(); from += AT_ONCE) {
                var _ = registry.apply(
                        new Command.RemoveVotes(gone.subList(from, Math.min(from + AT_ONCE, gone.size()))));
            }
        } catch (Unavailable e) {
            unwritten.addAll(due);
            throw e;
        }
    }

    /** What was said of instances stays on the board. */
    @Override
    public void close() {
        registry.replica().deaf(listener);
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        vantages.alone();
        judged.values().forEach(ids -> ids.forEach(reports::forget));
    }
}
