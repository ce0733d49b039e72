package dev.drover.dns.plane;

import dev.drover.board.Served;
import dev.drover.board.Snapshot;
import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Authority;
import dev.drover.dns.answer.Steered;
import dev.drover.dns.discovery.DiscoveryNames;
import dev.drover.dns.guard.Guard;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.serve.DnsServer;
import dev.drover.dns.steer.Epochs;
import dev.drover.dns.steer.Locating;
import dev.drover.dns.steer.Stays;
import dev.drover.dns.steer.SteeredNames;
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
import dev.drover.plane.control.ZoneKeys;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers for the zones of the model. Tables are worked out before a model is in force and when health changes; queries meet nothing
 * but tables. Listeners that stay are not closed, and zones that stay are neither read nor worked out again.
 *
 * <p>Whatever becomes of those who make new tables, it goes on with the last ones.
 */
public final class DnsPlane implements Plane {
    private static final Logger LOG = System.getLogger(DnsPlane.class.getName());
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMinutes(20);

    private static final String NO_NODE = "node";

    private final DnsLoans loans;
    private final Readings readings;
    private final Servers servers;
    private final Traffic traffic = new Traffic();
    private final Ticker ticker;
    private final Transfers transfers;
    private final Secondaries secondaries;
    private List<DnsName> missing = List.of();
    private final Sentry sentry;
    private final Following following = new Following();
    private final Stays stays = new Stays();
    private final Thread clock;
    private final SigningPlans signingPlans;
    private final SignedZones signed;
    private Map<DnsName, SigningPlans.Plan> plans = Map.of();
    private Instant refreshed = Instant.MIN;
    private Locating locator = Locating.none();
    private Epochs epochs = new Epochs(List.of());
    private volatile Answers answers;
    private Snapshot snapshot;
    private Model model = Model.empty();
    private Readings.Reading reading;
    /** Of the model that was prepared last. */
    private long edition;

    private Optional<DiscoveryNames> discovery = Optional.empty();
    /** What the file alone has to tell. */
    private volatile Discovery.Catalog declared;

    public DnsPlane(DnsLoans loans) {
        this.loans = loans;
        this.readings = new Readings();
        this.ticker = loans.ticker();
        this.secondaries = new Secondaries(loans.folder(), loans.ticker(), this::copied);
        this.transfers = new Transfers(loans.ticker(), secondaries);
        this.signingPlans = new SigningPlans(loans.ticker(), loans.folder(), Secrets.here());
        this.signed = new SignedZones(loans.ticker());
        byte[] seed = new byte[32];
        loans.random().nextBytes(seed);
        this.sentry = new Sentry(new Guard(loans.ticker(), loans.random().nextLong()), seed);
        loans.metrics().register(sentry);
        this.servers = new Servers(loans.loops(), new DnsServer.Staff(transfers, sentry.guard(), traffic.figures()));
        this.answers = Answers.of(List.of(), loans.identity());
        this.snapshot = Snapshot.empty(loans.ticker().instant());
        this.reading = readings.of(Optional.empty());
        this.declared = DiscoveryNames.declared(model, snapshot, loans.node());
        loans.metrics().register(new NameMetrics(traffic.figures()));
        this.clock = Thread.ofPlatform().daemon().name("names-clock").start(this::watchTime);
    }

    private void watchTime() {
        try {
            while (true) {
                Thread.sleep(TICK);
                tryTick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Signatures end when nobody makes new ones: one mistake must not be the last tick. */
    private void tryTick() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "what names answer could not be brought up to date; the last answers go on", e);
        }
    }

    /** They are made anew long before they end, and keys change. */
    private boolean isToLookAtSignatures() {
        return !plans.isEmpty() && !ticker.instant().isBefore(refreshed.plus(LOOK));
    }

    /** What changes by itself: a draw is over, or the database of places has been replaced, or signatures have to be. */
    void tick() {
        traffic.at(ticker.nanos());
        Locating before;
        synchronized (this) {
            before = locator;
        }
        Locating newer = before.newer();
        synchronized (this) {
            boolean replaced = newer != before && locator == before;
            if (replaced) {
                locator = newer;
            }
            if (replaced || !epochs.equals(Epochs.of(model, ticker.instant())) || isToLookAtSignatures()) {
                refresh();
            }
        }
    }

    @Override
    public String name() {
        return "names";
    }

    /** What is wrong with the zones of a model, without a node. */
    public static List<Problem> problems(Model model) {
        return new Readings().of(model.dns()).problems();
    }

    /** What a question is answered by a file alone: all that it declares is taken to be up. */
    public static Naming declared(Model model, NameQuery query, Instant now) throws Refused {
        Readings.Reading read = new Readings().of(model.dns());
        List<Problem> problems = new ArrayList<>(read.problems());
        Locating locating = Locating.none();
        try {
            locating = Locating.of(model);
        } catch (NotPrepared e) {
            problems.addAll(e.problems());
        }
        if (!problems.isEmpty()) {
            throw new Refused(
                    Refused.Cause.BAD_INPUT,
                    "the zones have problems",
                    problems.stream().map(Problem::toString).toList());
        }
        Snapshot board = DeclaredBoard.of(model);
        List<Steered> steered = new SteeredNames(model, board, locating, new Stays(), now).all();
        Discovery.Catalog catalog = DiscoveryNames.declared(model, board, NO_NODE);
        Optional<DiscoveryNames> discovery =
                model.dns().flatMap(Dns::discovery).map(settings -> new DiscoveryNames(settings, () -> catalog));
        Answers answers = Answers.NONE
                .beside(authorities(discovery, List.of()))
                .with(new Following().zones(read, steered), steered);
        return new Explaining(model, board, locating, new Stays(), now, discovery, answers).explain(query);
    }

    private static List<Authority> authorities(Optional<DiscoveryNames> discovery, List<DnsName> missing) {
        var all = new ArrayList<>(discovery.map(DiscoveryNames::authorities).orElse(List.of()));
        missing.forEach(origin -> all.add(new Missing(origin)));
        return all;
    }

    /** A zone of another primary has come, or is too old. */
    private synchronized void copied() {
        refresh();
    }

    /** The catalog of the moment; asked with every query. */
    private Discovery.Catalog catalog() {
        Discovery.Catalog now = loans.discovery().now();
        return now != null ? now : declared;
    }

    /** The same as long as the same is declared, with all that was worked out. */
    private Optional<DiscoveryNames> discovery(Model wanted) {
        Optional<Dns.Discovery> settings = wanted.dns().flatMap(Dns::discovery);
        return settings.equals(discovery.map(DiscoveryNames::settings))
                ? discovery
                : settings.map(s -> new DiscoveryNames(s, this::catalog));
    }

    /** What a question is answered now, and why. */
    public Naming explain(NameQuery query) throws Refused {
        Explaining explaining;
        synchronized (this) {
            List<Steered> steered = steered(model, locator, stays.unchanged());
            Answers same = answers.with(following.zones(reading, steered), steered);
            explaining = new Explaining(model, snapshot, locator, stays.unchanged(), ticker.instant(), discovery, same);
        }
        return explaining.explain(query);
    }

    /** The keys of the zones that are signed. */
    public synchronized List<ZoneKeys> keys() {
        return KeyList.of(plans.values(), ticker.instant());
    }

    @Override
    public List<Problem> check(Model model) {
        return readings.of(model.dns()).problems();
    }

    /** Nobody says which edition it is: the next one. */
    @Override
    public synchronized Prepared prepare(Model wanted) throws NotPrepared {
        return prepare(wanted, Math.max(ticker.instant().getEpochSecond(), edition + 1));
    }

    @Override
    public synchronized Prepared prepare(Model wanted, long number) throws NotPrepared {
        edition = number;
        Readings.Reading read = readings.of(wanted.dns()).numbered(number);
        if (!read.problems().isEmpty()) {
            throw new NotPrepared(read.problems());
        }
        Locating locating = Locating.of(wanted);
        Copies copies = Copies.of(wanted, read, locating, Secrets.here());
        Optional<DiscoveryNames> found = discovery(wanted);
        Map<DnsName, SigningPlans.Plan> keys = signingPlans.of(wanted, read, plans);
        List<Steered> steered = SignedZones.of(steered(wanted, locating, stays), keys);
        // What is signed now need not be signed when it comes in force.
        Answers next = answers.with(signed.of(read.zones(), keys, steered), steered);
        if (!found.equals(discovery)) {
            next = next.beside(authorities(found, missing));
        }
        return new Ready(wanted, read, locating, found, keys, next, copies, servers.prepare(wanted, next));
    }

    private final class Ready implements Prepared {
        private final Model wanted;
        private final Readings.Reading read;
        private final Locating locating;
        private final Optional<DiscoveryNames> found;
        private final Map<DnsName, SigningPlans.Plan> keys;
        private final Answers next;
        private final Copies copies;
        private final Servers.Change change;
        private final Runnable guarding;

        private Ready(
                Model wanted,
                Readings.Reading read,
                Locating locating,
                Optional<DiscoveryNames> found,
                Map<DnsName, SigningPlans.Plan> keys,
                Answers next,
                Copies copies,
                Servers.Change change) {
            this.wanted = wanted;
            this.found = found;
            this.read = read;
            this.locating = locating;
            this.keys = keys;
            this.next = next;
            this.copies = copies;
            this.change = change;
            this.guarding = sentry.prepare(wanted, Secrets.here());
        }

        @Override
        public void activate() {
            synchronized (DnsPlane.this) {
                readings.keep(read);
                guarding.run();
                change.activate();
                model = wanted;
                reading = read;
                locator = locating;
                discovery = found;
                plans = keys;
                answers = next;
                stays.keep(names(wanted));
                secondaries.follow(copies.followed());
                refresh();
                transfers.offer(copies.keys(), copies.offers());
            }
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
        if (newer.generation() > snapshot.generation()) {
            snapshot = newer;
            refresh();
        }
        return snapshot.generation();
    }

    private static Set<String> names(Model model) {
        return model.dns().orElseGet(Dns::none).zones().values().stream()
                .flatMap(zone -> zone.names().values().stream().map(name -> name.in(zone.origin())))
                .collect(Collectors.toSet());
    }

    private List<Steered> steered(Model of, Locating locating, Stays known) {
        return new SteeredNames(of, snapshot, locating, known, ticker.instant()).all();
    }

    /** Health has changed, or the model: what depends on it is settled anew, and the tables of zones stay. */
    private void refresh() {
        declared = DiscoveryNames.declared(model, snapshot, loans.node());
        epochs = Epochs.of(model, ticker.instant());
        refreshed = ticker.instant();
        List<Steered> steered = SignedZones.of(steered(model, locator, stays), plans);
        var zones = new ArrayList<>(signed.of(following.zones(reading, steered), plans, steered));
        zones.addAll(secondaries.zones());
        answers = answers.with(zones, steered);
        if (!missing.equals(secondaries.missing())) {
            missing = secondaries.missing();
            answers = answers.beside(authorities(discovery, missing));
        }
        servers.serve(answers);
    }

    @Override
    public synchronized Map<String, Served> served(String service) {
        return Standings.of(model, snapshot, service);
    }

    /** The port that tells what is asked. */
    public NameTraffic traffic() {
        return this::told;
    }

    private Optional<NameTraffic.Figures> told() {
        Optional<Dns> dns;
        synchronized (this) {
            dns = model.dns();
        }
        return dns.map(traffic::of);
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
        clock.interrupt();
        servers.close();
    }
}
