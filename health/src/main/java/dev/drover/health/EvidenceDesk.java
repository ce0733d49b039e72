package dev.drover.health;

import dev.drover.board.InstanceId;
import dev.drover.plane.Evidence;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Takes what live traffic saw. Each event loop counts in a sink of its own without a lock; the watch of the service adds them up
 * from time to time, and is called at once when one sink alone has seen enough.
 */
final class EvidenceDesk implements Evidence {
    /**
     * What was seen of an instance since it was last asked for.
     *
     * @param run most failures in a row that one loop has had up to now
     */
    record Seen(
            long successes,
            long failures,
            int run,
            @Nullable Failure last) {
        /** To follow what is said of the failures; empty without one. */
        String lastInWords() {
            return last == null
                    ? ""
                    : ", the last: "
                            + switch (last) {
                                case CONNECT -> "no connection";
                                case RESET -> "connection reset";
                                case TIMEOUT -> "timed out";
                                case STATUS_5XX -> "a 5xx answer";
                                case GARBAGE -> "an answer that is not HTTP";
                            };
        }
    }

    private final Map<String, Desk> desks = new ConcurrentHashMap<>();

    @Override
    public Sink open(InstanceId id) {
        return desk(id.service()).open(id);
    }

    /** @param run failures in a row after which {@code signal} is called, on the reporting loop; 0 is never */
    void listen(String service, int run, Runnable signal) {
        Desk desk = desk(service);
        desk.signal = signal;
        desk.run = run;
    }

    /** Adds up what came since the last call. Nothing for instances without traffic. For one thread per service. */
    Map<InstanceId, Seen> collect(String service) {
        Desk desk = desks.get(service);
        return desk == null || desk.sinks.isEmpty() ? Map.of() : desk.collect();
    }

    private Desk desk(String service) {
        return desks.computeIfAbsent(service, s -> new Desk());
    }

    /** The sinks of one service. */
    private static final class Desk {
        private final Map<InstanceId, List<CountingSink>> sinks = new ConcurrentHashMap<>();
        /** Sinks with news: with ten thousand instances few have any, and nobody looks at the others. */
        private final Queue<CountingSink> busy = new ConcurrentLinkedQueue<>();
        /** Instances looked at the last time; of the collecting thread. */
        private Set<InstanceId> lately = Set.of();

        private volatile int run;
        private volatile Runnable signal = () -> {};

        Sink open(InstanceId id) {
            var sink = new CountingSink(this, id);
            sinks.compute(id, (i, open) -> {
                List<CountingSink> all = open == null ? new CopyOnWriteArrayList<>() : open;
                all.add(sink);
                return all;
            });
            return sink;
        }

        /**
         * Looks again at those of the last time: a sink that counted just when it was taken off the queue may have believed it
         * was still there.
         */
        Map<InstanceId, Seen> collect() {
            var seen = new HashMap<InstanceId, Seen>();
            takeBusy().forEach(id -> look(id, seen));
            return seen;
        }

        private Set<InstanceId> takeBusy() {
            var taken = new ArrayList<CountingSink>();
            for (CountingSink sink = busy.poll(); sink != null; sink = busy.poll()) {
                taken.add(sink);
            }
            var ids = new HashSet<InstanceId>();
            for (CountingSink sink : taken) {
                sink.queued = false;
                ids.add(sink.id);
            }
            var again = lately;
            lately = Set.copyOf(ids);
            ids.addAll(again);
            return ids;
        }

        private void look(InstanceId id, Map<InstanceId, Seen> seen) {
            List<CountingSink> open = sinks.getOrDefault(id, List.of());
            Seen sum = sum(open);
            if (sum.successes() + sum.failures() > 0) {
                seen.put(id, sum);
            }
            if (!open.isEmpty() && open.removeIf(s -> s.closed)) {
                sinks.computeIfPresent(id, (i, left) -> left.isEmpty() ? null : left);
            }
        }

        private static Seen sum(List<CountingSink> open) {
            long successes = 0;
            long failures = 0;
            int run = 0;
            Failure last = null;
            for (CountingSink sink : open) {
                long passed = (long) CountingSink.SUCCESSES.getAcquire(sink);
                long failed = (long) CountingSink.FAILURES.getAcquire(sink);
                successes += passed - sink.takenSuccesses;
                failures += failed - sink.takenFailures;
                last = failed > sink.takenFailures ? sink.last : last;
                run = Math.max(run, sink.run);
                sink.takenSuccesses = passed;
                sink.takenFailures = failed;
            }
            return new Seen(successes, failures, run, last);
        }
    }

    /** Written by one loop, read by another thread that may be a little late. */
    private static final class CountingSink implements Sink {
        private static final VarHandle SUCCESSES = handle("successes");
        private static final VarHandle FAILURES = handle("failures");

        private final Desk desk;
        private final InstanceId id;
        private volatile boolean queued;
        private long successes;
        private long failures;
        private volatile int run;
        private volatile @Nullable Failure last;
        private volatile boolean closed;
        /** Of the collecting thread. */
        private long takenSuccesses;

        private long takenFailures;

        CountingSink(Desk desk, InstanceId id) {
            this.desk = desk;
            this.id = id;
        }

        private void hasNews() {
            if (!queued) {
                queued = true;
                desk.busy.add(this);
            }
        }

        private static VarHandle handle(String field) {
            try {
                return MethodHandles.lookup().findVarHandle(CountingSink.class, field, long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        @Override
        public void success() {
            if (run != 0) {
                run = 0;
            }
            SUCCESSES.setRelease(this, successes + 1);
            hasNews();
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one loop writes
        public void failure(Failure failure) {
            last = failure;
            run++;
            FAILURES.setRelease(this, failures + 1);
            hasNews();
            int limit = desk.run;
            if (limit > 0 && run % limit == 0) {
                desk.signal.run();
            }
        }

        @Override
        public void close() {
            closed = true;
            hasNews();
        }
    }
}
