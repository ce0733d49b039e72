package dev.drover.dns.transfer;

import dev.drover.dns.zone.Zone;
import dev.drover.model.Spelling;
import dev.drover.plane.NameTraffic;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One zone of another primary: kept on disk, asked for again when it is time or when the primary says so, and given up when it is too old. */
final class Secondary implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Secondary.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Followed followed;
    private final InstantSource clock;
    private final ZoneStore store;
    private final Runnable changed;
    private final Semaphore bell = new Semaphore(0);
    private volatile @Nullable Zone zone;
    private volatile Timers timers;
    private volatile String trouble = "";
    /** When it began; only while there is some. */
    private volatile Instant troubleSince = Instant.MIN;

    private @Nullable Thread thread;

    /** @param changed told when {@link #zone} gives another one */
    Secondary(Followed followed, Path folder, InstantSource clock, Runnable changed) {
        this.followed = followed;
        this.clock = clock;
        this.changed = changed;
        this.store = new ZoneStore(folder, followed.origin());
        this.timers = Timers.begin(clock.instant());
        resume();
    }

    private void resume() {
        try {
            store.read().ifPresent(kept -> {
                zone = kept.zone();
                timers = Timers.kept(kept.zone(), kept.checked(), clock.instant());
            });
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the copy of {0} is fetched anew: {1}", followed.origin(), e.getMessage());
        }
    }

    Followed followed() {
        return followed;
    }

    void start() {
        thread = Thread.ofVirtual().name("secondary-" + followed.origin()).start(this::run);
    }

    private void run() {
        boolean answered = zone().isPresent();
        try {
            while (true) {
                Instant now = clock.instant();
                boolean newer = timers.isDue(now) && fetch();
                boolean answers = zone().isPresent();
                if (newer || answers != answered) {
                    tellChange();
                }
                answered = answers;
                if (bell.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    bell.drainPermits();
                    timers = timers.told(clock.instant());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever is told may fail: following goes on, and they are told again with the next change. */
    private void tellChange() {
        try {
            changed.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "what is answered for " + followed.origin() + " could not be brought up to date", e);
        }
    }

    /** Whether there is another version now. */
    private boolean fetch() throws InterruptedException {
        Zone have = zone;
        for (InetSocketAddress server : followed.primaries()) {
            try {
                Optional<Zone> next = new Fetch(followed.origin(), server, followed.key(), clock).after(have);
                keep(next, have);
                trouble = "";
                return next.isPresent();
            } catch (IOException | RuntimeException e) { // whatever a primary sends, it is asked again
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                tell(server, String.valueOf(e.getMessage()));
            }
        }
        timers = timers.failed(clock.instant(), Optional.ofNullable(have));
        return false;
    }

    private void tell(InetSocketAddress server, String what) {
        String host = Spelling.of(server.getAddress());
        String now = (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getPort() + ": " + what;
        if (trouble.isEmpty()) {
            troubleSince = clock.instant();
        }
        if (!now.equals(trouble)) {
            LOG.log(Level.WARNING, "{0} cannot be fetched from {1}", followed.origin(), now);
        }
        trouble = now;
    }

    private void keep(Optional<Zone> next, @Nullable Zone have) {
        Instant now = clock.instant();
        Zone current = next.orElse(have);
        if (current == null) {
            return;
        }
        zone = current;
        timers = timers.succeeded(current, now);
        try {
            if (next.isPresent()) {
                store.write(current, now);
            } else {
                store.checked(now);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the copy of {0} cannot be kept: {1}", followed.origin(), e.getMessage());
        }
    }

    /** Empty until it has come, and when it is too old. */
    Optional<Zone> zone() {
        return timers.isExpired(clock.instant()) ? Optional.empty() : Optional.ofNullable(zone);
    }

    /** How it stands. */
    NameTraffic.Copied told() {
        Timers now = timers;
        Zone have = zone;
        String what = trouble;
        return new NameTraffic.Copied(
                bare(followed.origin().toString()),
                have == null ? OptionalLong.empty() : OptionalLong.of(have.serial()),
                zone().isPresent(),
                what,
                what.isEmpty() ? Optional.empty() : Optional.of(troubleSince),
                have == null ? Optional.empty() : Optional.of(now.checked()),
                now.next(),
                have == null ? Optional.empty() : Optional.of(now.expires()));
    }

    private static String bare(String origin) {
        return origin.length() == 1 ? origin : origin.substring(0, origin.length() - 1);
    }

    /** The primary says that there may be a newer version; whether it is one of ours. */
    boolean told(InetAddress by) {
        boolean ours = followed.primaries().stream().anyMatch(p -> by.equals(p.getAddress()));
        if (ours) {
            bell.release();
        }
        return ours;
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
