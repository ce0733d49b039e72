package dev.drover.dns.missteer;

import dev.drover.dns.answer.Witness;
import dev.drover.dns.message.Query;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.sample.Networks;
import dev.drover.model.Dns;
import dev.drover.model.Network;
import dev.drover.plane.Arrivals;
import dev.drover.plane.control.Missteer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests that arrive at this site and should have arrived at another. Questions for names below a beacon and the requests that
 * follow come through one queue, in their order: the label that both have tells which resolver asks for which network of clients.
 */
public final class Meter implements Arrivals, Witness, AutoCloseable {
    private static final Logger LOG = System.getLogger(Meter.class.getName());
    private static final int QUEUED = 4096;
    private static final int LABELS = 10_000;
    /** Whoever asked longer ago has asked for something else. */
    private static final Duration FOLLOWS = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Supplier<Policy> policy;
    private final Supplier<Optional<String>> site;
    private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(QUEUED);
    private final Ledger ledger = new Ledger();
    private final Map<String, Asked> asked = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Asked> eldest) {
            return size() > LABELS;
        }
    };
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong right = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private volatile Wanted wanted = Wanted.NOTHING;
    private volatile Instant since;
    private @Nullable Thread thread;

    /**
     * Counts nothing yet.
     *
     * @param policy of the moment
     * @param site at which this node stands
     */
    public Meter(InstantSource clock, Supplier<Policy> policy, Supplier<Optional<String>> site) {
        this.clock = clock;
        this.policy = policy;
        this.site = site;
        this.since = clock.instant();
    }

    private sealed interface Event {}

    private record Arrived(String host, InetAddress client, int many) implements Event {}

    private record Asked(String name, Network resolver, boolean tells, Instant at) implements Event {}

    /** What a model wants. */
    public synchronized void use(Optional<Dns.Missteer> missteer) {
        Wanted next = missteer.map(m -> new Wanted(
                        m.requests(), m.beacons().stream().map(b -> "." + b).toList()))
                .orElse(Wanted.NOTHING);
        if (next.equals(wanted)) {
            return;
        }
        if (wanted.every() == 0) {
            since = clock.instant();
        }
        wanted = next;
        if (next.every() > 0 && thread == null) {
            thread = Thread.ofPlatform().daemon().name("names-missteer").start(this::run);
        }
        if (next.every() == 0) {
            forget();
        }
    }

    /** Nothing is kept of what nobody wants to know any more. */
    private void forget() {
        queue.clear();
        ledger.clear();
        synchronized (asked) {
            asked.clear();
        }
    }

    @Override
    public Wanted wanted() {
        return wanted;
    }

    @Override
    public void arrived(String host, InetAddress client, int many) {
        offer(new Arrived(host, client, many));
    }

    @Override
    public void asked(Query query) {
        String name = bare(DnsName.ofWire(query.name().lower(), 0));
        boolean tells = query.edns().subnetLength() > 0 && query.edns().subnet()[2] != 0;
        offer(new Asked(name, Networks.of(query.clientHigh(), query.clientLow()), tells, clock.instant()));
    }

    private void offer(Event event) {
        if (wanted.every() > 0 && !queue.offer(event)) {
            dropped.incrementAndGet();
        }
    }

    private static String bare(DnsName name) {
        String text = name.toString();
        return text.substring(0, text.length() - 1);
    }

    private void run() {
        try {
            while (true) {
                tryTake(queue.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryTake(Event event) {
        try {
            take(event);
        } catch (RuntimeException e) {
            dropped.incrementAndGet();
            LOG.log(Level.ERROR, "a request could not be compared with what names would have answered", e);
        }
    }

    private void take(Event event) {
        switch (event) {
            case Asked question -> {
                synchronized (asked) {
                    asked.put(question.name(), question);
                }
            }
            case Arrived request -> compare(request);
        }
    }

    private void compare(Arrived request) {
        Optional<String> here = site.get();
        if (here.isEmpty()) {
            return;
        }
        String host = request.host().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        Optional<Asked> question = question(host);
        String name = wanted.endings().stream()
                .filter(host::endsWith)
                .findFirst()
                .map(ending -> ending.substring(1))
                .orElse(host);
        Network client = Networks.of(request.client());
        List<String> sites = policy.get().sites(name, client.address());
        if (sites.isEmpty()) {
            return;
        }
        boolean elsewhere = !sites.contains(here.get());
        (elsewhere ? wrong : right).addAndGet(request.many());
        Optional<Network> resolver = question.map(Asked::resolver);
        boolean tells = question.filter(Asked::tells).isPresent();
        ledger.add(new Ledger.Key(name, resolver, tells, client), request.many(), elsewhere);
    }

    /** Who asked for a name below a beacon, if that was not long ago. */
    private Optional<Asked> question(String host) {
        synchronized (asked) {
            return Optional.ofNullable(asked.remove(host))
                    .filter(a -> !clock.instant().isAfter(a.at().plus(FOLLOWS)));
        }
    }

    /** What was found since counting began. */
    public Missteer report() {
        return Reporting.of(ledger.lines(), policy.get()).live(site.get(), since, dropped.get());
    }

    /** Whether anything is counted. */
    public boolean isOn() {
        return wanted.every() > 0;
    }

    /** Requests that arrived where they should. */
    public long right() {
        return right.get();
    }

    /** Requests that should have arrived at another site. */
    public long wrong() {
        return wrong.get();
    }

    public long dropped() {
        return dropped.get();
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
