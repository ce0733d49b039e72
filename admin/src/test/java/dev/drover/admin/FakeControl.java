package dev.drover.admin;

import dev.drover.plane.control.Agreement;
import dev.drover.plane.control.Challenge;
import dev.drover.plane.control.Control;
import dev.drover.plane.control.Explanation;
import dev.drover.plane.control.Missteer;
import dev.drover.plane.control.NameQuery;
import dev.drover.plane.control.Naming;
import dev.drover.plane.control.Proposal;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Roster;
import dev.drover.plane.control.RouteQuery;
import dev.drover.plane.control.Routing;
import dev.drover.plane.control.Source;
import dev.drover.plane.control.Status;
import dev.drover.plane.control.TopList;
import dev.drover.plane.control.Version;
import dev.drover.plane.control.ZoneKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A node that only writes down what it was asked. */
final class FakeControl implements Control {
    static final Instant AT = Instant.parse("2030-01-01T00:00:00Z");

    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    final CountDownLatch tailClosed = new CountDownLatch(1);
    volatile Readiness readiness = new Readiness(true, "");
    volatile int tailLines = 3;
    final AtomicInteger planning = new AtomicInteger();

    /** A plan of a large file: takes a processor as long as this is set. */
    volatile boolean busy;

    volatile boolean tailStays = true;

    @Override
    public Status status() {
        return new Status(
                "0.1.0",
                "shop",
                "fra-1",
                AT,
                readiness,
                version(),
                7,
                List.of(),
                List.of(),
                null,
                null,
                null,
                new LinkedHashMap<>(),
                "127.0.0.1:9180",
                "/data");
    }

    private static Version version() {
        return new Version(3, "ada", AT, "apply", "/etc/drover.yaml", null, true, false);
    }

    @Override
    public List<Listed> catalog() {
        return List.of(new Listed("web", List.of("v1"), 2, 1, 0, 1));
    }

    @Override
    public List<Explanation.Registered> registrations(String service) {
        return List.of();
    }

    @Override
    public Explanation explain(String service, String instance, int most) throws Refused {
        asked.add("explain " + service + " " + instance);
        if (service.equals("boom")) {
            throw new IllegalStateException("secret detail");
        }
        throw new Refused(Refused.Cause.UNKNOWN, "there is no service " + service);
    }

    @Override
    public List<String> check(Source source) {
        return List.of("drover.yaml:1:1: nothing is declared");
    }

    @Override
    public Proposal plan(Source source) throws Refused {
        planning.incrementAndGet();
        while (busy) {
            Thread.onSpinWait();
        }
        throw new Refused(Refused.Cause.BAD_INPUT, "1 problem", List.of("drover.yaml:1:1: nothing is declared"));
    }

    @Override
    public Version apply(Source source, String author, Duration confirmWithin, Long base) {
        asked.add("apply " + source.file() + " " + author + " " + confirmWithin + (base == null ? "" : " on " + base));
        return version();
    }

    @Override
    public Agreement agreement() {
        return new Agreement(
                3,
                "ada",
                AT,
                "apply",
                null,
                null,
                List.of(new Agreement.Member("fra-1", Agreement.State.RUNS, 3, AT, List.of())));
    }

    @Override
    public Version confirm(String author) throws Refused {
        throw new Refused(Refused.Cause.CONFLICT, "nothing waits to be confirmed");
    }

    @Override
    public List<Version> history() {
        return List.of(version());
    }

    @Override
    public Version rollback(Long generation, String author) {
        asked.add("rollback " + generation + " " + author);
        return version();
    }

    @Override
    public Roster members() {
        return new Roster("fra-1", Roster.Kept.HERE, null, null, List.of(), List.of(), List.of());
    }

    @Override
    public String leave(Leaving leaving, String by) {
        asked.add("leave " + leaving + " " + by);
        return "left";
    }

    @Override
    public String join(String by) {
        asked.add("join " + by);
        return "joins";
    }

    @Override
    public int intend(Aim aim, Wish wish, String by, String reason) {
        asked.add("intend " + aim + " " + wish + " " + by + " " + reason);
        return 2;
    }

    @Override
    public void restart(String service, String by, Consumer<String> progress) throws Refused {
        progress.accept("orders-1 drains");
        if (service.equals("halts")) {
            throw new Refused(Refused.Cause.FAILED, "orders-1 is not up");
        }
    }

    @Override
    public Subscription logs(LogQuery query, Consumer<String> lines) {
        asked.add("logs " + query);
        lines.accept("hello");
        return subscription(false);
    }

    @Override
    public Subscription tail(TailQuery query, Consumer<String> lines) {
        for (int i = 0; i < tailLines; i++) {
            lines.accept("{\"n\":" + i + "}");
        }
        return subscription(tailStays);
    }

    private Subscription subscription(boolean open) {
        return new Subscription() {
            @Override
            public boolean open() {
                return open;
            }

            @Override
            public void close() {
                tailClosed.countDown();
            }
        };
    }

    @Override
    public Naming name(NameQuery query) {
        return new Naming(query.name(), query.type(), null, "", "REFUSED", List.of(), List.of(), null);
    }

    @Override
    public List<ZoneKeys> zoneKeys() {
        return List.of();
    }

    @Override
    public ZoneKeys.Done keySeen(ZoneKeys.Seen seen, String by) {
        return new ZoneKeys.Done(seen.zone() + " by " + by);
    }

    @Override
    public TopList topNames(TopList.By by, int most) {
        return new TopList(by, Instant.EPOCH, Instant.EPOCH, most, 0, 0, List.of());
    }

    @Override
    public Missteer missteer() {
        return new Missteer(null, null, 0, 0, 0, List.of(), List.of(), List.of(), "");
    }

    @Override
    public List<Challenge> challenges() {
        return List.of();
    }

    @Override
    public Challenge.Done challenge(Challenge.Wish wish, String by) {
        return new Challenge.Done(wish.name() + " by " + by, List.of());
    }

    @Override
    public Routing route(RouteQuery query) {
        return new Routing("catalog", null, "respond 200", "", "", null, List.of(), List.of());
    }

    @Override
    public String metrics() {
        return "drover_up 1\n";
    }

    @Override
    public void recording(Instant from, Instant to, OutputStream out) throws Refused, IOException {
        asked.add("recording " + from + " " + to);
        if (from.isBefore(AT)) {
            throw new Refused(Refused.Cause.UNKNOWN, "nothing is kept of that time");
        }
        out.write(new byte[] {'D', 'R', 'E', 'C'});
    }

    @Override
    public Readiness ready() {
        return readiness;
    }

    @Override
    public void stop(boolean now) {
        asked.add("stop " + now);
    }
}
