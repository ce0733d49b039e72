package dev.drover.plane;

import dev.drover.board.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Port: the processes that Drover runs. Offered by the supervisor, asked for by the admin API. */
public interface Processes {
    /** All of them as they are now, in the order of the file, then by number. */
    List<State> states();

    /** Those that run now; unlike {@link #states} this reads nothing. */
    Map<InstanceId, Long> pids();

    /** Replacements of more than one process that are under way or were halted, at most one for each service. */
    List<Rollout> rollouts();

    /**
     * The newest kept lines, oldest first, merged by time over the instances.
     *
     * @param instance absent means all instances of the service
     * @throws Unknown if there is no such service or instance, or it is not run by Drover
     */
    List<Line> logs(String service, Optional<String> instance, int lines) throws Unknown;

    /** As {@link #logs}, going on with what is written from now on. The caller closes it. */
    Tail follow(String service, Optional<String> instance, int lines) throws Unknown;

    /**
     * Restarts the instances of a service one at a time, each behind a drain, and returns when done or refused. It does not go
     * on to the next while the one before is not up again.
     *
     * @param progress told of each step as it happens, from the calling thread
     */
    Restarted restart(String service, Consumer<Step> progress) throws Unknown, InterruptedException;

    /**
     * One process as it is now.
     *
     * @param phase where in its life it is
     * @param since when the phase began
     * @param restarts starts after the first, whatever the reason, since Drover started it
     * @param failures starts in a row that failed or did not last; what the backoff grows with
     * @param lastExit how it ended the last time; absent if it never did
     * @param lastWords its last lines on standard error, before {@code lastExit} or so far
     * @param nextStart when it is started again; only in a backoff
     * @param cpu processor time of it and its children; absent if it does not run
     * @param residentBytes memory of it and its children, shared pages counted for each
     * @param command program and arguments as started, the port filled in; never the environment
     * @param user account it runs as
     */
    record State(
            InstanceId id,
            Phase phase,
            Instant since,
            OptionalLong pid,
            OptionalInt port,
            Optional<Instant> started,
            int restarts,
            int failures,
            Optional<Exit> lastExit,
            List<String> lastWords,
            Optional<Instant> nextStart,
            Optional<Duration> cpu,
            OptionalLong residentBytes,
            List<String> command,
            String user) {
        public State {
            lastWords = List.copyOf(lastWords);
            command = List.copyOf(command);
        }
    }

    /** Where in its life a process is. */
    enum Phase {
        /** Is being started, or runs and no check has passed yet. */
        STARTING,
        /** Runs, and was up. */
        RUNNING,
        /** Ended or failed to start, and is started again soon. */
        BACKING_OFF,
        /** As backing off, after several failures in a row. */
        CRASH_LOOP,
        /** Was told to end, or ended and left children. */
        STOPPING,
        STOPPED;

        /** In words: {@code crash loop}. */
        public String words() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * The end of a process.
     *
     * @param code exit code; 128 plus the signal's number where a signal ended it; -1 where it could not even be started
     * @param why in words: {@code exit code 1}, {@code killed by SIGKILL}, {@code not up within 30s, stopped}
     */
    record Exit(Instant at, int code, String why) {}

    /** Output of a process, one line without its end; long lines are cut in pieces. */
    record Line(Instant at, InstanceId id, Stream stream, String text) {
        /** Standard output, standard error, or what Drover has to say of the process. */
        public enum Stream {
            OUT,
            ERR,
            DROVER
        }
    }

    /** A stream of lines. What a slow reader did not take in time is left out and counted. */
    interface Tail extends AutoCloseable {
        /** The next line, or null if none came within the time. */
        @Nullable
        Line next(Duration wait) throws InterruptedException;

        /** Lines left out so far because they were not taken in time. */
        long missed();

        @Override
        void close();
    }

    /** A replacement of a service's processes: {@code 1 of 2 replaced}, {@code halted: orders-1 is not up after 30s}. */
    record Rollout(String service, boolean halted, String what, Instant since) {}

    /** One step of a restart: {@code orders-1}, {@code drains: 3 requests in flight}. */
    record Step(Instant at, InstanceId id, String what) {}

    /** How a restart ended. */
    sealed interface Restarted {
        record Done(int instances) implements Restarted {}

        /** It stopped half way, or did not begin; what was running goes on. */
        record Halted(int instances, String why) implements Restarted {}
    }

    /** No such service or instance among those that Drover runs. */
    final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;

        public Unknown(String message) {
            super(message);
        }
    }

    /** Nothing is run. */
    static Processes none() {
        return new NoProcesses();
    }
}
