package dev.drover.supervisor;

import dev.drover.board.Event;
import dev.drover.board.InstanceId;
import dev.drover.plane.Processes;
import dev.drover.plane.Processes.Line;
import dev.drover.supervisor.output.Logbook;
import dev.drover.supervisor.process.Child;
import dev.drover.supervisor.process.ProcessTable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What one instance has been through, told to those who ask: its state, its log, the timeline of the board. */
final class Diary {
    private static final System.Logger LOG = System.getLogger(Diary.class.getName());

    private static final Duration READ_OUT = Duration.ofMillis(200);

    private final InstanceId id;
    private final Workshop shop;
    private final Logbook logbook;
    private volatile Processes.Phase phase = Processes.Phase.STOPPED;
    private volatile Instant since;
    private volatile @Nullable Instant started;
    private volatile @Nullable Instant nextStart;
    private volatile Processes.@Nullable Exit lastExit;
    private volatile List<String> lastWords = List.of();
    private @Nullable Thread errors;
    private final AtomicInteger starts = new AtomicInteger();

    Diary(InstanceId id, Workshop shop) {
        this.id = id;
        this.shop = shop;
        this.logbook = shop.logs().of(id);
        this.since = shop.ticker().instant();
    }

    void started(Child child) {
        starts.incrementAndGet();
        started = shop.ticker().instant();
        logbook.forget();
        tell(System.Logger.Level.INFO, "started, pid " + child.pid() + ", port " + child.port());
        logbook.attach(child.output(), Line.Stream.OUT);
        errors = logbook.attach(child.errors(), Line.Stream.ERR);
    }

    /** @param told it was asked to end, so that its end is no failure */
    void ended(int code, String how, boolean told) {
        awaitLastWords();
        lastWords = logbook.lastWords();
        lastExit = new Processes.Exit(shop.ticker().instant(), code, how);
        String words = told || lastWords.isEmpty() ? "" : "; last words: " + lastWords.getLast();
        tell(told ? System.Logger.Level.INFO : System.Logger.Level.WARNING, "ended: " + how + words);
    }

    /** What it wrote before it ended may still be in the pipe; a child that outlives it may hold that open. */
    private void awaitLastWords() {
        Thread reader = errors;
        try {
            if (reader != null) {
                reader.join(READ_OUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of the process that runs, or of the one before as long as this one has said nothing. */
    List<String> lastWords() {
        List<String> now = logbook.lastWords();
        return now.isEmpty() ? lastWords : now;
    }

    void stuck() {
        tell(System.Logger.Level.ERROR, "not gone 5 s after SIGKILL: the kernel holds it, see /proc/PID/wchan");
    }

    void noPort(UncheckedIOException e) {
        tell(System.Logger.Level.ERROR, e.getMessage() + ": " + e.getCause());
    }

    void entered(Phase now, String why) {
        Processes.Phase next = phase(now);
        Instant at = shop.ticker().instant();
        nextStart = now instanceof Phase.Waiting w
                ? at.plusNanos(Math.max(0, w.due() - shop.ticker().nanos()))
                : null;
        if (next != phase) {
            shop.board().note(new Event(at, 0, id, "process", phase.words(), next.words(), why));
            since = at;
            phase = next;
        }
    }

    private void tell(System.Logger.Level level, String what) {
        String plain = what.replaceAll("\\p{Cntrl}", "?"); // last words are a process's own
        LOG.log(level, "{0} {1}", id, plain);
        logbook.say(plain);
    }

    private Processes.Phase phase(Phase now) {
        return switch (now) {
            case Phase.Stopped s -> Processes.Phase.STOPPED;
            case Phase.Waiting w when w.failures() == 0 -> Processes.Phase.STARTING; // due at once
            case Phase.Waiting w ->
                shop.backoff().isLoop(w.failures()) ? Processes.Phase.CRASH_LOOP : Processes.Phase.BACKING_OFF;
            case Phase.Starting s -> Processes.Phase.STARTING;
            case Phase.Running r -> Processes.Phase.RUNNING;
            case Phase.Stopping s -> Processes.Phase.STOPPING;
        };
    }

    Optional<Instant> started() {
        return Optional.ofNullable(started);
    }

    Optional<Processes.Exit> lastExit() {
        return Optional.ofNullable(lastExit);
    }

    /** All that is known, with what the group of {@code running} uses now. */
    Processes.State state(@Nullable Child running, Wanted wanted, int failures, ProcessTable table) {
        Optional<ProcessTable.Usage> usage = running == null ? Optional.empty() : table.usage(running.pid());
        return new Processes.State(
                id,
                phase,
                since,
                running == null ? OptionalLong.empty() : OptionalLong.of(running.pid()),
                running == null ? OptionalInt.empty() : OptionalInt.of(running.port()),
                Optional.ofNullable(started),
                Math.max(0, starts.get() - 1),
                failures,
                lastExit(),
                lastWords(),
                Optional.ofNullable(nextStart),
                usage.map(ProcessTable.Usage::cpu),
                usage.map(u -> OptionalLong.of(u.residentBytes())).orElse(OptionalLong.empty()),
                running == null ? wanted.launch().command() : wanted.launch().command(running.port()),
                wanted.user());
    }
}
