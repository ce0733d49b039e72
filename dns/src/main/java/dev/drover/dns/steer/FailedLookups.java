package dev.drover.dns.steer;

import dev.drover.plane.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;

/** Lookups that fail in a database that is damaged somewhere: each question may be one, and a log is for people. */
final class FailedLookups {
    private static final Logger LOG = System.getLogger(FailedLookups.class.getName());
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final String database;
    private final Ticker ticker;
    private long failures;
    private long told;

    FailedLookups(String database, Ticker ticker) {
        this.database = database;
        this.ticker = ticker;
    }

    /** Told of at the first, and then once a minute at most. */
    synchronized void add(InetAddress address, Exception e) {
        failures++;
        long now = ticker.nanos();
        if (failures == 1 || now - told >= PAUSE) {
            told = now;
            LOG.log(
                    Level.WARNING,
                    "{0} is damaged: {1} so far, the last one for {2}: {3}",
                    database,
                    failures == 1 ? "1 lookup has failed" : failures + " lookups have failed",
                    address.getHostAddress(),
                    e.getMessage());
        }
    }
}
