package dev.drover.health;

import dev.drover.board.Change;
import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Measured;
import dev.drover.board.ServiceState;
import dev.drover.health.check.Lane;
import dev.drover.health.check.Outcome;
import dev.drover.model.Health;
import dev.drover.plane.Probes;
import dev.drover.plane.Ticker;
import dev.drover.plane.Vantages;
import dev.drover.policy.outlier.LiveRecord;
import dev.drover.policy.outlier.Outliers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Measures the instances of one service. All of it happens on one lane: siblings can be compared, and nothing needs a lock.
 */
final class ServiceWatch {
    /** How often the evidence of live traffic is added up; a sink that has seen enough alone calls at once. */
    private static final Duration COLLECT = Duration.ofMillis(200);

    /** Success rates are compared every so many collections. */
    private static final int COMPARE = 5;

    /** Beginning this many first checks takes a second, so that a large service does not begin all at once. */
    private static final int FIRST_PER_SECOND = 1000;

    private final String service;
    private final Turns turns;
    private final Lane lane;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final EvidenceDesk desk;
    private final ReportDesk reports;
    private final VoteDesk votes;
    private final Consumer<InstanceId> hears = this::hears;
    private final Meters.OfService meters;
    private final Consumer<Change> publish;
    private final Map<InstanceId, Watched> watched = new LinkedHashMap<>();
    private final Set<Target> ejected = new LinkedHashSet<>();
    private final Lane.Alarm collect;
    private WatchPlan plan;
    private int collections;
    private boolean closed;

    ServiceWatch(
            String service,
            WatchPlan plan,
            Turns turns,
            Ticker ticker,
            RandomGenerator random,
            Desks desks,
            Meters.OfService meters,
            Consumer<Change> publish) {
        this.service = service;
        this.plan = plan;
        this.turns = turns;
        this.lane = turns.lane();
        this.ticker = ticker;
        this.random = random;
        this.desk = desks.evidence();
        this.reports = desks.reports();
        this.votes = desks.votes();
        this.meters = meters;
        this.publish = publish;
        this.collect = lane.alarm(this::collect);
    }

    Lane lane() {
        return lane;
    }

    void start() {
        listen();
        reports.listen(service, hears);
    }

    /** There is news of what an instance's own checks say; on the thread of whoever reports. */
    private void hears(InstanceId id) {
        lane.execute(() -> {
            Watched one = watched.get(id);
            if (one != null) {
                one.target().reported(reports.of(id));
                tell(one.target());
            }
        });
    }

    private void listen() {
        Health.Evidence evidence = plan.health().evidence();
        boolean wanted = evidence.failures() > 0 || evidence.successRate() > 0;
        desk.listen(service, evidence.failures(), () -> lane.execute(this::judge));
        if (wanted) {
            collect.set(COLLECT);
        } else {
            collect.cancel();
            ejected.forEach(target -> target.live().pardon()); // nobody would look when their time is over
            ejected.clear();
        }
    }

    /** Other settings from now on. Only another check begins anew; what was measured stays. */
    void use(WatchPlan newer) {
        if (closed || newer.equals(plan)) {
            return;
        }
        boolean sameCheck = newer.check().equals(plan.check());
        if (!newer.shareable()) {
            watched.values().forEach(this::drop);
        }
        plan = newer;
        listen();
        for (Watched one : watched.values()) {
            one.target().use(newer);
            Rounds rounds = one.rounds();
            if (sameCheck && rounds != null) {
                rounds.pace(newer.health().interval(), newer.health().jitterPercent());
                one.startsWithin(newer.start(), ticker.nanos());
            } else {
                one.stop();
                begin(one, spread(watched.size()));
            }
            tell(one.target());
        }
    }

    /** The instances that there are now. */
    void take(ServiceState state) {
        if (closed) {
            return;
        }
        judge(); // what was seen up to now was seen of those that were there, also where another follows under the same
        // name
        var addresses = new HashMap<InstanceId, InetSocketAddress>();
        state.instances().forEach(i -> addresses.put(i.id(), i.address()));
        watched.values().removeIf(one -> {
            boolean gone =
                    !one.target().address().equals(addresses.get(one.target().id()));
            if (gone) {
                one.stop();
                ejected.remove(one.target());
                drop(one);
            }
            return gone;
        });
        List<Instance> fresh = state.instances().stream()
                .filter(i -> !watched.containsKey(i.id()))
                .toList();
        for (Instance instance : fresh) {
            var one = watched(new Target(instance, plan, ticker.nanos()));
            one.target().reported(reports.of(instance.id()));
            watched.put(instance.id(), one);
            begin(one, spread(fresh.size()));
            tell(one.target());
        }
    }

    private Watched watched(Target target) {
        Lane.Alarm overdue = lane.alarm(() -> {
            target.overdue(ticker.nanos());
            tell(target);
        });
        return new Watched(target, ticker.nanos(), overdue);
    }

    /** Who measures what may be another now: what becomes this node's is checked from now on, what is no more is not. */
    void divide() {
        if (closed || !plan.shareable()) {
            return;
        }
        for (Watched one : watched.values()) {
            boolean checked = one.rounds() != null;
            if (!isMine(one)) {
                one.stop();
                drop(one);
            } else if (checked) {
                one.target().forgetVote();
                tell(one.target());
            } else {
                one.target().begins(ticker.nanos());
                begin(one, spread(watched.size()));
            }
        }
    }

    private boolean isMine(Watched one) {
        return !plan.shareable() || votes.sharing().isMine(one.target().id());
    }

    private void drop(Watched one) {
        if (plan.shareable()) {
            votes.sharing().dropped(one.target().id());
        }
    }

    /** A moment at random for a first check, among so many. */
    private Duration spread(int among) {
        long most = Math.min(plan.health().interval().toNanos(), among * (1_000_000_000L / FIRST_PER_SECOND));
        return Duration.ofNanos((long) (most * random.nextDouble()));
    }

    private void begin(Watched one, Duration after) {
        if (!isMine(one)) {
            return;
        }
        plan.check().ifPresent(check -> {
            var rounds = new Rounds(
                    turns,
                    check,
                    one.target().address(),
                    random,
                    (outcome, took) -> ended(one.target(), outcome, took));
            rounds.pace(plan.health().interval(), plan.health().jitterPercent());
            one.check(rounds);
            rounds.first(after);
            one.startsWithin(plan.start(), ticker.nanos());
        });
    }

    private void ended(Target target, Outcome outcome, long took) {
        meters.check(outcome.passed(), took);
        var result = new Probes.Result(ticker.instant(), Duration.ofNanos(took), outcome.passed(), outcome.words());
        target.checked(result, ticker.nanos());
        tell(target);
    }

    private void tell(Target target) {
        Vantages.Vote vote = plan.shareable() ? target.vote(ticker.nanos()) : null;
        if (vote != null) {
            votes.sharing().measured(target.id(), vote);
        }
        Measured news = target.news(ticker.instant(), ticker.nanos());
        if (news != null) {
            publish.accept(new Change.Measure(target.id(), news));
        }
    }

    private void collect() {
        judge();
        if (++collections % COMPARE == 0) {
            compare();
        }
        comeBack();
        if (!closed) {
            collect.set(COLLECT);
        }
    }

    /** Adds up the evidence and ejects who fails too often in a row. */
    private void judge() {
        if (closed) {
            return;
        }
        long now = ticker.nanos();
        desk.collect(service).forEach((id, seen) -> {
            Watched one = watched.get(id);
            if (one != null) {
                LiveRecord live = one.target().live();
                live.saw(seen.successes(), seen.failures(), seen.run(), now);
                if (live.isFailing()) {
                    meters.byFailures().inc();
                    eject(one.target(), live.consecutive() + " requests in a row failed" + seen.lastInWords(), now);
                }
            }
        });
    }

    /** Ejects whose success rate lies far below its siblings'. */
    private void compare() {
        long now = ticker.nanos();
        Health.Evidence settings = plan.health().evidence();
        List<Target> targets = new ArrayList<>();
        for (Watched one : watched.values()) {
            if (one.target().live().isRated(now)) {
                targets.add(one.target());
            }
        }
        List<LiveRecord> records = targets.stream().map(Target::live).toList();
        for (Outliers.Outlier outlier : Outliers.of(records, settings.successRate(), now)) {
            meters.byRate().inc();
            String why = "%.0f%% of %d requests succeeded, siblings %.0f%%"
                    .formatted(outlier.percent(), records.get(outlier.index()).requests(now), outlier.siblings());
            eject(targets.get(outlier.index()), why, now);
        }
    }

    private void eject(Target target, String why, long now) {
        target.eject(why, now);
        ejected.add(target);
        tell(target);
    }

    private void comeBack() {
        long now = ticker.nanos();
        ejected.removeIf(target -> {
            boolean back = target.live().comesBack(now);
            if (back) {
                tell(target);
            }
            return back;
        });
    }

    Optional<Probes.Probed> probed(InstanceId id) {
        Watched one = watched.get(id);
        if (one == null) {
            return Optional.empty();
        }
        Instant now = ticker.instant();
        long nanos = ticker.nanos();
        Rounds rounds = one.rounds();
        Optional<Instant> next = rounds == null || rounds.next().isEmpty()
                ? Optional.empty()
                : Optional.of(now.plusNanos(Math.max(0, rounds.next().getAsLong() - nanos)));
        return Optional.of(one.target().probed(next, now, nanos));
    }

    /** Nothing is measured any more. */
    void close() {
        closed = true;
        reports.deaf(service, hears);
        collect.cancel();
        watched.values().forEach(Watched::stop);
        watched.values().forEach(this::drop);
        watched.clear();
        ejected.clear();
    }
}
