package dev.drover.dns.plane;

import dev.drover.board.Served;
import dev.drover.board.Snapshot;
import dev.drover.dns.challenge.ChallengeDesk;
import dev.drover.dns.discovery.DiscoveryNames;
import dev.drover.dns.guard.Guard;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.serve.DnsServer;
import dev.drover.dns.steer.Locating;
import dev.drover.dns.steer.Stays;
import dev.drover.dns.transfer.Followed;
import dev.drover.dns.transfer.Secondaries;
import dev.drover.dns.transfer.Transfers;
import dev.drover.model.Dns;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.plane.Deadline;
import dev.drover.plane.Discovery;
import dev.drover.plane.NameTraffic;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Plane;
import dev.drover.plane.Secrets;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.NameQuery;
import dev.drover.plane.control.Naming;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.TopList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Answers for the zones of the model. Tables are worked out before a model is in force and when health changes; queries meet nothing
 * but tables. Listeners that stay are not closed, and zones that stay are neither read nor worked out again.
 *
 * <p>Whatever becomes of those who make new tables, it goes on with the last ones.
 */
public final class DnsPlane implements Plane {
    private final DnsLoans loans;
    private final Ticker ticker;
    private final Traffic traffic;
    private final Readings readings = new Readings();
    private final Keyring keys;
    private final Stays stays = new Stays();
    private final Secondaries secondaries;
    private final Transfers transfers;
    private final Offering offering;
    private final Sentry sentry;
    private final Servers servers;
    private final Belonging belonging;
    private final Generations generations;
    private final AnsweredChallenges challenges;
    private final EverySecond clock;
    /** Held by who makes answers anew beside those in force, one at a time. */
    private final Object renewing = new Object();

    /** In force; written by who holds this plane. Whoever does works out nothing that takes long: a change of health waits for him. */
    private volatile Generation current;

    /** Of the model that was prepared last. */
    private long edition;

    public DnsPlane(DnsLoans loans) {
        this.loans = loans;
        this.traffic = new Traffic(loans);
        this.ticker = loans.ticker();
        this.secondaries = new Secondaries(loans.folder(), loans.ticker(), this::copied);
        this.transfers = new Transfers(loans.ticker(), secondaries);
        this.offering = new Offering(transfers, loans.ticker());
        this.keys = new Keyring(loans, () -> current, this::copied);
        this.belonging = new Belonging(loans.ticker(), loans.node(), stays, () -> current);
        this.generations = new Generations(loans.ticker(), loans.node(), stays, secondaries, belonging.witness());
        this.challenges = new AnsweredChallenges(
                new ChallengeDesk(loans.challenges(), loans.ticker(), loans.node(), loans.folder()),
                () -> current,
                this::renew);
        byte[] seed = new byte[32];
        loans.random().nextBytes(seed);
        this.sentry = new Sentry(new Guard(loans.ticker(), loans.random().nextLong()), seed);
        loans.metrics().register(sentry);
        this.servers = new Servers(
                loans.loops(), loans.ticker(), new DnsServer.Staff(transfers, sentry.guard(), traffic.figures()));
        this.current = Generation.none(loans.ticker().instant(), loans.node(), loans.identity());
        loans.metrics().register(new NameMetrics(traffic, belonging.meter()));
        loans.metrics().register(new CopyMetrics(secondaries));
        this.clock = new EverySecond("names-clock", this::tick);
    }

    /** What changes by itself: a draw is over, or the database of places has been replaced, or signatures have to be. */
    void tick() {
        traffic.at(ticker.nanos());
        Generation now = current;
        Locating before = now.basis().locating();
        Locating newer = before.newer();
        if (newer != before || generations.isOld(now)) {
            renew(basis -> basis.locating() == before ? basis.with(newer) : basis);
        }
        challenges.answer();
        keys.tick();
    }

    /** A zone of another primary has come, or is too old; or keys have followed others. */
    private void copied() {
        renew(UnaryOperator.identity());
    }

    /**
     * Makes answers anew beside those in force. Health may change meanwhile: that is settled at the end, when what takes long is there. Where a
     * model came in force meanwhile it has seen to all of it.
     */
    private void renew(UnaryOperator<Basis> change) {
        synchronized (renewing) {
            Generation before = current;
            Basis basis = change.apply(before.basis());
            Generation made = generations.renewed(basis, before.snapshot(), before);
            synchronized (this) {
                if (current == before) {
                    use(made);
                } else if (current.basis() == before.basis()) {
                    use(generations.next(basis, current.snapshot(), made));
                }
            }
            offering.renew(current);
        }
    }

    private void use(Generation generation) {
        current = generation;
        servers.serve(generation.answers());
    }

    @Override
    public String name() {
        return "names";
    }

    /** The catalog of the moment; asked with every query. */
    private Discovery.Catalog catalog() {
        Discovery.Catalog now = loans.discovery().now();
        return now != null ? now : current.declared();
    }

    /** The same as long as the same is declared, with all that was worked out. */
    private Optional<DiscoveryNames> discovery(Model wanted) {
        Optional<Dns.Discovery> settings = wanted.dns().flatMap(Dns::discovery);
        Optional<DiscoveryNames> known = current.basis().discovery();
        return settings.equals(known.map(DiscoveryNames::settings))
                ? known
                : settings.map(s -> new DiscoveryNames(s, this::catalog, loans.discovery()::abroad));
    }

    /** What a question is answered now, and why. */
    public Naming explain(NameQuery query) throws Refused {
        return generations.explaining(current).explain(query);
    }

    /** The keys of the zones that are signed. */
    public Keyring keys() {
        return keys;
    }

    /** What certification authorities find here. */
    public AnsweredChallenges challenges() {
        return challenges;
    }

    @Override
    public List<Problem> check(Model model) {
        return DeclaredNames.problems(model.dns(), readings);
    }

    /** Nobody says which edition it is: the next one. */
    @Override
    public Prepared prepare(Model wanted) throws NotPrepared {
        long next;
        synchronized (this) {
            next = Math.max(ticker.instant().getEpochSecond(), edition + 1);
        }
        return prepare(wanted, next);
    }

    /** Zones are read, signed and compiled here, beside what is in force, so that little is left to be done when they come in force. */
    @Override
    public Prepared prepare(Model wanted, long number) throws NotPrepared {
        synchronized (this) {
            edition = number;
        }
        Readings.Reading read = readings.of(wanted.dns()).numbered(number);
        var flaws = new Flaws();
        flaws.add(read.problems());
        flaws.add(ImportedKeys.problems(read.dns()));
        Locating locating = flaws.of(() -> Locating.of(wanted, ticker), Locating.none());
        Copies copies = flaws.of(() -> Copies.of(wanted, read, locating, Secrets.here()), Copies.NONE);
        Map<DnsName, SigningPlans.Plan> plans = flaws.of(() -> keys.plans(wanted, read), Map.of());
        flaws.refuse();
        Generation before = current;
        var basis = new Basis(
                wanted,
                read,
                locating,
                discovery(wanted),
                plans,
                copies.followed().stream().map(Followed::origin).collect(Collectors.toSet()),
                challenges.now());
        Generation next = generations.renewed(basis, before.snapshot(), before);
        Runnable guarding = sentry.prepare(wanted, Secrets.here());
        return new Ready(next, copies, guarding, servers.prepare(wanted, next.answers()));
    }

    private final class Ready implements Prepared {
        private final Generation prepared;
        private final Copies copies;
        private final Runnable guarding;
        private final Servers.Change change;

        private Ready(Generation prepared, Copies copies, Runnable guarding, Servers.Change change) {
            this.prepared = prepared;
            this.copies = copies;
            this.guarding = guarding;
            this.change = change;
        }

        @Override
        public void activate() {
            Basis basis = prepared.basis();
            readings.keep(basis.reading());
            stays.keep(names(basis.model()));
            secondaries.follow(copies.followed());
            keys.use(basis);
            // With the copies that are on disk; the lock is for what has changed since.
            Generation next = generations.next(basis, current.snapshot(), prepared);
            synchronized (DnsPlane.this) {
                guarding.run();
                change.activate();
                traffic.use(basis.model());
                belonging.use(basis.model());
                use(generations.next(basis, current.snapshot(), next));
            }
            offering.use(copies, current);
        }

        @Override
        public void settle() {
            change.settle();
        }

        @Override
        public void discard() {
            change.discard();
        }
    }

    @Override
    public synchronized long observe(Snapshot newer) {
        if (newer.generation() > current.snapshot().generation()) {
            use(generations.next(current.basis(), newer, current));
        }
        return current.snapshot().generation();
    }

    private static Set<String> names(Model model) {
        return model.dns().orElseGet(Dns::none).zones().values().stream()
                .flatMap(zone -> zone.names().values().stream().map(name -> name.in(zone.origin())))
                .collect(Collectors.toSet());
    }

    @Override
    public Map<String, Served> served(String service) {
        Generation now = current;
        return Standings.of(now.basis().model(), now.snapshot(), service);
    }

    /** The port that tells what is asked. */
    public NameTraffic traffic() {
        return this::told;
    }

    private Optional<NameTraffic.Figures> told() {
        return current.basis().model().dns().map(dns -> traffic.of(dns, secondaries.told(), keys.waiting()));
    }

    /** Where clients belong, and who arrives elsewhere. */
    public Belonging belonging() {
        return belonging;
    }

    /** What was asked most lately. */
    public TopList top(TopList.By by, int most) {
        return traffic.samples().top(by, most);
    }

    /** The port that a listener has; where the file says 0 the system chose it. */
    public int port(String listener) {
        return servers.port(listener);
    }

    /** Resolvers come back to whoever answers last: it answers until the end. */
    @Override
    public void quiesce(Deadline deadline) {}

    @Override
    public void close() {
        secondaries.close();
        transfers.close();
        clock.close();
        keys.close();
        servers.close();
        traffic.close();
        belonging.close();
    }
}
