package dev.drover.supervisor;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.plane.Processes;
import dev.drover.supervisor.process.Child;
import dev.drover.supervisor.process.Launch;
import dev.drover.supervisor.process.ProcessTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one instance running: a thread that is told what happens, asks the {@link Lifecycle} what follows, and does it.
 *
 * <p>Each start gets a new port, and a process that ended gives its port up at once: to the board the instance has moved, so
 * that it is unknown until a check of the new process passed, while an operator's intent stays with its name.
 */
final class Keeper {
    /** A group that was told to end is looked at this often. */
    private static final long LOOK = Duration.ofMillis(20).toNanos();

    private static final String STOPPED = "stopped";
    private static final long STUCK = Duration.ofSeconds(5).toNanos();

    /** Something that happened, to a certain process or, without one, to the instance at its port. */
    private record Message(Happening what, @Nullable Child to, int port) {}

    private final InstanceId id;
    private final Workshop shop;
    private final Runnable moved;
    private final Bell bell;
    private final Diary diary;
    private final LinkedBlockingQueue<Message> inbox = new LinkedBlockingQueue<>();
    private volatile Wanted wanted;
    private volatile Phase phase = new Phase.Stopped();
    private volatile @Nullable Child child;
    private volatile int port;

    /** The port has not been given to a process yet. */
    private boolean fresh = true;

    /** Why it is being stopped; empty if it was not told to. */
    private String reason = "";

    /** The end of the process is in the diary. */
    private boolean noted;

    private long stuckAt = Long.MAX_VALUE;
    private volatile boolean dismissed;
    private volatile boolean over;

    /**
     * @param moved told, on any thread, that {@link #port} is another
     * @param bell rung at every change of phase
     */
    Keeper(InstanceId id, Wanted wanted, Workshop shop, Runnable moved, Bell bell) {
        this.id = id;
        this.wanted = wanted;
        this.shop = shop;
        this.moved = moved;
        this.bell = bell;
        this.diary = new Diary(id, shop);
        this.port = shop.ports().take();
        Thread.ofVirtual().name("keeper " + id).start(this::live);
    }

    InstanceId id() {
        return id;
    }

    int port() {
        return port;
    }

    Launch launch() {
        return wanted.launch();
    }

    Duration drain() {
        return wanted.drain();
    }

    /** When the process that runs was started; empty if none does. */
    Optional<Instant> started() {
        return diary.started();
    }

    Phase phase() {
        return phase;
    }

    int failures() {
        return switch (phase) {
            case Phase.Stopped s -> 0;
            case Phase.Waiting w -> w.failures();
            case Phase.Starting s -> s.failures();
            case Phase.Running r -> r.failures();
            case Phase.Stopping s -> s.failures();
        };
    }

    /** A start failed since it was told to begin, and {@link #lastEnd} says how. */
    boolean hasFailed() {
        return failures() > 0 && !(phase instanceof Phase.Stopping);
    }

    boolean isUp() {
        return phase instanceof Phase.Running;
    }

    boolean isStopped() {
        return phase instanceof Phase.Stopped && inbox.isEmpty();
    }

    /** Runs it as wanted; what runs already goes on as it is. */
    void begin(Wanted now) {
        wanted = now;
        inbox.add(new Message(Happening.WANTED, null, port));
    }

    /** Takes new times and counts; the process itself stays. */
    void retime(Wanted now) {
        if (now.launch().equals(wanted.launch())) {
            wanted = now;
        }
    }

    /** Stops it, with its group; {@link #isStopped} says when. */
    void end() {
        inbox.add(new Message(Happening.UNWANTED, null, port));
    }

    /** As {@link #end}, and takes no other wish from now on. */
    void endForGood() {
        over = true;
        end();
    }

    /** Stops it without patience. */
    void kill() {
        endForGood();
        Child running = child;
        if (running != null) {
            running.kill();
        }
    }

    /** A check of this port passed. */
    void up(int checkedPort) {
        if (checkedPort == port && !isUp()) {
            inbox.add(new Message(Happening.UP, null, checkedPort));
        }
    }

    /** It is stopped and will not be needed again: ends the thread. */
    void dismiss() {
        dismissed = true;
        inbox.add(new Message(Happening.TICK, null, port));
        shop.ports().give(port);
    }

    private void live() {
        try {
            while (!dismissed) {
                Message message = inbox.poll(untilTick(), TimeUnit.NANOSECONDS);
                if (message == null) {
                    happen(Happening.TICK);
                } else if (concerns(message)) {
                    happen(message.what());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Not of a process, or a port, of before. */
    private boolean concerns(Message message) {
        return switch (message.what()) {
            case UP -> message.port() == port;
            case EXITED -> message.to() == child;
            case WANTED -> !over;
            case UNWANTED, SPAWNED, NOT_SPAWNED, GONE, TICK -> true;
        };
    }

    private long untilTick() {
        long wake = wanted.lifecycle(shop.backoff()).wake(phase);
        long left = wake == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.max(0, wake - shop.ticker().nanos());
        return phase instanceof Phase.Stopping ? Math.min(LOOK, left) : left;
    }

    private void happen(Happening what) throws InterruptedException {
        if (what == Happening.EXITED) {
            exited();
        }
        step(what);
        if (phase instanceof Phase.Waiting waiting && shop.ticker().nanos() >= waiting.due()) {
            step(spawn() ? Happening.SPAWNED : Happening.NOT_SPAWNED);
        }
        if (phase instanceof Phase.Stopping) {
            awaitGone();
        }
    }

    private void awaitGone() {
        Child running = child;
        if (running == null || running.gone()) {
            exited();
            stuckAt = Long.MAX_VALUE;
            if (running != null) {
                shop.leftovers().forget(running);
                child = null;
            }
            step(Happening.GONE);
        } else if (shop.ticker().nanos() >= stuckAt) {
            stuckAt = Long.MAX_VALUE;
            diary.stuck();
        }
    }

    private void step(Happening what) {
        Phase before = phase;
        Phase after = wanted.lifecycle(shop.backoff())
                .next(before, what, shop.ticker().nanos());
        if (!after.equals(before)) {
            enter(before, after, what);
        }
    }

    private void enter(Phase before, Phase after, Happening what) {
        if (after instanceof Phase.Stopping stopping) {
            stopping(before, stopping, what);
        } else if (after instanceof Phase.Waiting && !fresh) {
            move();
        }
        phase = after;
        diary.entered(after, reason);
        bell.ring();
    }

    private void stopping(Phase before, Phase.Stopping stopping, Happening what) {
        Child running = child;
        if (running == null) {
            return;
        }
        if (!(before instanceof Phase.Stopping)) {
            reason = switch (what) {
                case UNWANTED -> STOPPED;
                case TICK -> "not up within " + Words.of(wanted.start()) + ", stopped";
                case WANTED, SPAWNED, NOT_SPAWNED, UP, EXITED, GONE -> reason;
            };
            running.terminate();
        }
        if (stopping.killed() && !(before instanceof Phase.Stopping b && b.killed())) {
            reason = reason + ", killed after " + Words.of(wanted.stop());
            running.kill();
            stuckAt = shop.ticker().nanos() + STUCK;
        }
    }

    /** The leader is dead: its address leads nowhere from now on. */
    private void exited() {
        Child ended = child;
        if (ended == null || noted) {
            return;
        }
        noted = true;
        boolean told = !reason.isEmpty();
        String how = Child.describe(ended.exitCode());
        String why = told ? reason + ", " + how : how;
        if (!told) {
            reason = how;
            move();
        }
        diary.ended(ended.exitCode(), why, why.startsWith(STOPPED));
    }

    private void move() {
        int old = port;
        try {
            port = shop.ports().take();
        } catch (UncheckedIOException e) {
            diary.noPort(e);
            return; // the old one may do, or the next try
        }
        shop.ports().give(old);
        fresh = true;
        moved.run();
    }

    private boolean spawn() throws InterruptedException {
        reason = "";
        noted = false;
        fresh = false;
        try {
            Child begun = shop.spawner().start(wanted.launch(), port);
            child = begun;
            shop.leftovers().remember(begun, id.toString());
            diary.started(begun);
            shop.board()
                    .now()
                    .instance(id)
                    .filter(Keeper::countsAsUp)
                    .ifPresent(i -> up(i.address().getPort()));
            begun.onExit(() -> inbox.add(new Message(Happening.EXITED, begun, begun.port())));
            return true;
        } catch (IOException e) {
            reason = "cannot be started: " + e.getMessage();
            diary.ended(-1, reason, false);
            return false;
        }
    }

    /** How it ended the last time, in words. */
    Optional<String> lastEnd() {
        return diary.lastExit().map(Processes.Exit::why);
    }

    /** How it is now; {@code table} says what it uses. */
    Processes.State state(ProcessTable table) {
        return diary.state(child, wanted, failures(), table);
    }

    /** A check passed, or an operator does not care for checks. */
    static boolean countsAsUp(Instance instance) {
        return instance.measured().isUp() || instance.intent().wish() == Intent.Wish.FORCED_UP;
    }
}
