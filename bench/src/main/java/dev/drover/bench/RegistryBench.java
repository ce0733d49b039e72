package dev.drover.bench;

import dev.drover.bench.Registries.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * The registry beside Consul: registering, being told of a change, and, of one server, holding many blocking queries.
 *
 * <p>Both run all the time, pinned to one core, and take turns within each round, so that a rate is that of a whole core and both
 * meet the same minute of a machine that drifts. The clients are this process, pinned to the other core.
 */
final class RegistryBench {
    private static final int SERVERS = 0;
    private static final int CLIENTS = 1;
    private static final int INSTANCES = 10;
    private static final int WARMING = 3;
    private static final int AGENT_ROUNDS = 5;
    private static final int AGENT_SERVICES = 400;
    private static final int WATCHED = 100;
    private static final int WARMING_CHANGES = 30;
    private static final int IDLE_ROUNDS = 5;
    private static final int IDLE_SECONDS = 10;
    private static final long MOST_MINUTES = 11;

    private final Bench.Options options;
    private final int services;
    private final Registering registering;
    private final long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MOST_MINUTES);
    private int changes;

    RegistryBench(Bench.Options options) {
        this.options = options;
        this.services = options.services();
        this.registering = new Registering(services);
    }

    Report run() throws IOException, InterruptedException {
        Path consul = Registries.consul(options.project());
        Path folder = Files.createTempDirectory("drover-bench");
        String disk = Files.getFileStore(folder).type();
        int cores = Runtime.getRuntime().availableProcessors();
        Machine.pin("" + CLIENTS);
        List<Side> sides;
        try {
            sides = measure(new Registries(folder, options.project()));
        } finally {
            Machine.pin("0-" + (cores - 1));
            GatewayBench.delete(folder);
        }
        var report = new RegistryReport(sides.getFirst(), sides.getLast());
        return report.of(options, services + " services of " + INSTANCES + " instances", consul, disk);
    }

    private List<Side> measure(Registries registries) throws IOException, InterruptedException {
        try (var ours = registries.start(options.subject(), options.nodes(), SERVERS);
                var theirs = registries.start("consul-reference", options.nodes(), SERVERS)) {
            var sides = List.of(ours, theirs);
            var clock = Thread.startVirtualThread(() -> endInTime(sides));
            try {
                warm(sides);
                registerByCatalog(sides);
                registerByAgent(sides);
                change(sides);
                if (options.nodes() == 1) {
                    for (Side side : sides) {
                        hold(side);
                    }
                }
                return sides;
            } finally {
                clock.interrupt();
            }
        }
    }

    /** Compilers need many requests on each path before the code is what it will be. */
    private void warm(List<Side> sides) throws IOException, InterruptedException {
        for (Side side : sides) {
            for (int i = 0; i < rounds(side, WARMING); i++) {
                double before = side.cpuSeconds();
                Registering.burst(side.door(), i * services, services, registering::warm);
                say(side, "warming: %.0f us".formatted((side.cpuSeconds() - before) / services * 1e6));
            }
            try (var wire = new Wire(side.door())) {
                registering.coolDown(wire);
            }
        }
    }

    private void warmUp(Side side, Watchers watchers, IntFunction<String> name, Tell tell)
            throws IOException, InterruptedException {
        for (int i = 0; i < rounds(side, WARMING_CHANGES); i++) {
            tell(side, watchers, i, name, tell);
            inTime();
        }
    }

    /**
     * Of warming up: Consul's program is machine code and needs few. An even number, so that the first round that counts changes how
     * each instance is: words alone Consul's agent passes on minutes later.
     */
    private static int rounds(Side side, int many) {
        return side.name().startsWith("consul") ? 2 : many;
    }

    private void registerByCatalog(List<Side> sides) throws IOException, InterruptedException {
        for (int i = 0; i < INSTANCES; i++) {
            register(sides, i, "catalog", i * services, services, registering::catalog);
        }
        TimeUnit.SECONDS.sleep(2);
        for (Side side : sides) {
            side.note("memory", side.memoryMegabytes());
            say(side, "%.0f MB with all instances".formatted(side.of("memory").getLast()));
        }
    }

    private void registerByAgent(List<Side> sides) throws IOException, InterruptedException {
        for (int i = 0; i < AGENT_ROUNDS; i++) {
            register(sides, i, "agent", i * AGENT_SERVICES, AGENT_SERVICES, Registering::agent);
        }
    }

    /** One round: in turn, and then a second in which is done what was put off. All of that counts as CPU time. */
    private void register(List<Side> sides, int round, String what, int from, int count, Registering.Write write)
            throws IOException, InterruptedException {
        var before = sides.stream().map(s -> s.cpuSeconds()).toList();
        for (Side side : inTurn(sides, round)) {
            var burst = Registering.burst(side.door(), from, count, write);
            side.note(what + " rate", burst.rate());
            side.note(what + " p99", burst.p99());
        }
        TimeUnit.SECONDS.sleep(1);
        for (int i = 0; i < sides.size(); i++) {
            Side side = sides.get(i);
            side.note(what + " cpu", (side.cpuSeconds() - before.get(i)) / count * 1e6);
            say(
                    side,
                    "%s round %d: %.0f registrations/s, %.0f us each"
                            .formatted(
                                    what,
                                    round + 1,
                                    side.of(what + " rate").getLast(),
                                    side.of(what + " cpu").getLast()));
        }
        inTime();
    }

    /** Who begins changes from round to round. */
    private static List<Side> inTurn(List<Side> sides, int round) {
        return round % 2 == 0 ? sides : sides.reversed();
    }

    private void change(List<Side> sides) throws IOException, InterruptedException {
        watched(sides, "change", Registering::service, Registering::tellCatalog);
        watched(sides, "agent change", Registering::agentService, Registering::tellAgent);
    }

    private void watched(List<Side> sides, String what, IntFunction<String> name, Tell tell)
            throws IOException, InterruptedException {
        try (var ours = Watchers.hold(sides.getFirst().farDoor(), watched(), name);
                var theirs = Watchers.hold(sides.getLast().farDoor(), watched(), name)) {
            warmUp(sides.getFirst(), ours, name, tell);
            warmUp(sides.getLast(), theirs, name, tell);
            for (int i = 0; i < options.rounds(); i++) {
                for (Side side : inTurn(sides, i)) {
                    wake(side, side == sides.getFirst() ? ours : theirs, what, i, name, tell);
                }
            }
        }
    }

    private int watched() {
        return Math.min(WATCHED, services);
    }

    /** Says how an instance is: by its service's number, whether it is well, and in which words. */
    private interface Tell {
        void by(Wire wire, int service, boolean well, String output) throws IOException;
    }

    private void wake(Side side, Watchers watchers, String what, int round, IntFunction<String> name, Tell tell)
            throws IOException, InterruptedException {
        double before = side.cpuSeconds();
        double[] millis = tell(side, watchers, round, name, tell);
        side.note(what + " cpu", (side.cpuSeconds() - before) / millis.length * 1e6);
        side.note(what + " p50", Spread.percentile(millis, 50));
        side.note(what + " p99", Spread.percentile(millis, 99));
        say(
                side,
                "%s round %d: p50 %.2f ms, p99 %.2f ms"
                        .formatted(
                                what,
                                round + 1,
                                side.of(what + " p50").getLast(),
                                side.of(what + " p99").getLast()));
        inTime();
    }

    /**
     * One change after the other, each to another service, each from asking for it until the client has read the new state: how many
     * milliseconds each took, in order of length.
     */
    private double[] tell(Side side, Watchers watchers, int round, IntFunction<String> name, Tell tell)
            throws IOException, InterruptedException {
        var millis = new double[watched()];
        try (var wire = new Wire(side.door())) {
            for (int i = 0; i < millis.length; i++) {
                String output = "change-" + changes++ + "-";
                long start = System.nanoTime();
                tell.by(wire, i, round % 2 == 1, output);
                millis[i] = (watchers.awaitNanos(name.apply(i), output) - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        return millis;
    }

    /** A blocking query for each service: what that takes, with and without somebody to tell. */
    private void hold(Side side) throws IOException, InterruptedException {
        try (var watchers = Watchers.hold(side.farDoor(), services, Registering::service)) {
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
            for (int i = 0; i < options.rounds(); i++) {
                wake(side, watchers, "held", i, Registering::service, Registering::tellCatalog);
            }
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
            for (int i = 0; i < IDLE_ROUNDS; i++) {
                idle(side);
            }
            side.note("held memory", side.memoryMegabytes());
            say(
                    side,
                    "%.0f MB with %d queries held"
                            .formatted(side.of("held memory").getLast(), watchers.waiting()));
            if (watchers.waiting() != services) {
                throw new IOException(watchers.waiting() + " of " + services + " queries are held: void");
            }
        }
    }

    private void idle(Side side) throws IOException, InterruptedException {
        long from = System.nanoTime();
        double before = side.cpuSeconds();
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        side.note("idle", (side.cpuSeconds() - before) * 1e11 / (System.nanoTime() - from));
        say(side, "idle: %.2f percent of a core".formatted(side.of("idle").getLast()));
        inTime();
    }

    /** Whoever waits for a server learns that it is gone, whatever kept it. */
    private void endInTime(List<Side> sides) {
        try {
            TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
            Bench.say("not done within " + MOST_MINUTES + " minutes: the servers are ended");
            sides.forEach(Side::close);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void inTime() throws IOException {
        if (System.nanoTime() > end) {
            throw new IOException("not done within " + MOST_MINUTES + " minutes");
        }
    }

    private static void say(Side side, String line) {
        Bench.say("%-16s %s".formatted(side.name(), line));
    }
}
