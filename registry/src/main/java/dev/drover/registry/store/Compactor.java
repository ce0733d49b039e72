package dev.drover.registry.store;

import dev.drover.registry.store.Snapshots.Snapshot;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/**
 * Who keeps the log short: once a segment is long enough, the first node to begin the next writes down the state between the two
 * and deletes what that replaces. If it dies on the way, the log stays longer until the next segment is full; nothing is lost.
 */
final class Compactor {
    private static final System.Logger LOG = System.getLogger(Compactor.class.getName());

    private final Log log;
    private final Snapshots snapshots;
    private final Limits limits;

    private long bytes;
    private volatile long asked = -1;
    private volatile @Nullable CompletableFuture<Snapshot> awaited;

    /** How long a segment gets. */
    record Limits(long entries, long bytes) {
        static final Limits DEFAULT = new Limits(8_192, 16 << 20);
    }

    Compactor(Log log, Snapshots snapshots, Limits limits) {
        this.log = log;
        this.snapshots = snapshots;
        this.limits = limits;
    }

    /** Another entry was applied. For the applier's thread. */
    void grown(long segment, long entries, int more) {
        bytes = entries == 1 ? more : bytes + more;
        if (segment > asked && (entries >= limits.entries || bytes >= limits.bytes)) {
            asked = segment;
            var boundary = new CompletableFuture<Snapshot>();
            awaited = boundary;
            Thread.ofVirtual().name("registry-compactor").start(() -> compact(segment, boundary));
        }
    }

    /** The state between two segments is reached. For the applier's thread. */
    void boundary(Snapshot snapshot) {
        var waiting = awaited;
        if (waiting != null) {
            waiting.complete(snapshot);
        }
    }

    private void compact(long segment, CompletableFuture<Snapshot> boundary) {
        try {
            if (log.roll(segment)) {
                snapshots.save(boundary.get());
            }
        } catch (KeeperException | ExecutionException e) {
            LOG.log(Level.INFO, "the log is not compacted now, but later: {0}", e.getMessage());
            asked = -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
