package dev.drover.registry.agent;

import dev.drover.plane.Ticker;
import dev.drover.registry.Unavailable;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckDefinition;
import dev.drover.registry.entry.CheckStatus;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/**
 * The checks that the node makes itself, each on its turn: one run of a check at a time, on a virtual thread. The first run after a
 * registration is at once; after a restart first runs are spread over the interval, so that not all come together.
 */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Rounds.class.getName());
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration USUAL_SCRIPT_TIMEOUT = Duration.ofSeconds(30);

    private final Ticker ticker;
    private final RandomGenerator random;
    private final Reporter reporter;
    private final HttpProbe http = new HttpProbe();
    private final GrpcProbe grpc;
    private final ScriptProbe scripts;
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("registry-check-", 0).factory());

    Rounds(Ticker ticker, RandomGenerator random, GrpcProbe grpc, ScriptProbe scripts, Reporter reporter) {
        this.grpc = grpc;
        this.scripts = scripts;
        this.ticker = ticker;
        this.random = random;
        this.reporter = reporter;
    }

    /** Who is told what a run found. */
    interface Reporter {
        void report(String check, CheckStatus status, String output) throws Unavailable, InterruptedException;
    }

    /** When a check is next, and how its last runs went. */
    private static final class Turn {
        private long next;
        private boolean running;
        private int successes;
        private int failures;

        Turn(long next) {
            this.next = next;
        }

        /** Whether so many in a row are enough to tell. */
        synchronized boolean counts(CheckStatus status, CheckDefinition definition) {
            if (status == CheckStatus.CRITICAL) {
                successes = 0;
                failures++;
                return failures >= definition.failuresBeforeCritical();
            }
            failures = 0;
            successes++;
            return successes >= definition.successBeforePassing();
        }

        synchronized boolean take(long now, Duration interval) {
            if (running || now - next < 0) {
                return false;
            }
            running = true;
            next = now + interval.toNanos();
            return true;
        }

        synchronized void done() {
            running = false;
        }
    }

    /** It was registered: its first run is due. */
    void begin(String check) {
        turns.put(check, new Turn(ticker.nanos()));
    }

    void keepOnly(Set<String> present) {
        turns.keySet().retainAll(present);
    }

    /** Runs the check if it is its turn. */
    void tick(Check check, long now) {
        CheckDefinition definition = check.definition();
        if (!definition.interval().isPositive() || !isMade(definition)) {
            return;
        }
        Turn turn = turns.computeIfAbsent(
                check.id(),
                id -> new Turn(now + random.nextLong(definition.interval().toNanos())));
        if (turn.take(now, definition.interval())) {
            threads.execute(() -> run(check.id(), definition, turn));
        }
    }

    private void run(String check, CheckDefinition definition, Turn turn) {
        try {
            Verdict verdict = verdict(definition);
            if (turn.counts(verdict.status(), definition)) {
                reporter.report(check, verdict.status(), verdict.output());
            }
        } catch (Unavailable e) {
            LOG.log(Level.DEBUG, "check {0} could not be told: {1}", check, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            turn.done();
        }
    }

    private static boolean isMade(CheckDefinition definition) {
        return !definition.http().isEmpty()
                || !definition.tcp().isEmpty()
                || !definition.grpc().isEmpty()
                || !definition.args().isEmpty();
    }

    private Verdict verdict(CheckDefinition definition) throws InterruptedException {
        boolean script = !definition.args().isEmpty();
        Duration usual = script ? USUAL_SCRIPT_TIMEOUT : USUAL_TIMEOUT;
        Duration atMost = definition.timeout().isPositive() ? definition.timeout() : usual;
        if (!definition.http().isEmpty()) {
            return http.run(definition, atMost);
        }
        if (!definition.tcp().isEmpty()) {
            return TcpProbe.run(definition, atMost);
        }
        return script ? scripts.run(definition, atMost) : grpc.run(definition, atMost);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        http.close();
    }
}
