package dev.drover.registry.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** The znodes of the log, as {@code package-info} draws them. Every call blocks and fails as ZooKeeper does; nothing is repeated here. */
final class Log {
    static final String ROOT = "/drover/1";

    private static final String SEGMENT = ROOT + "/segment";
    private static final String LOG = ROOT + "/log";
    private static final String ENTRY = "/e-";
    private static final int DELETIONS_AT_ONCE = 500;

    private final Connection connection;
    private final List<ACL> rights;
    private final Appended appended = new Appended();

    /** What this node last knew to be written to; null: it has to ask. */
    private volatile @Nullable Open open;

    /** The segment that is written to, and the version of the znode that says so: it changes with each segment. */
    private record Open(long segment, int version) {}

    /** Gives the connection of the moment. */
    interface Connection {
        ZooKeeper get() throws KeeperException, InterruptedException;
    }

    Log(Connection connection, List<ACL> rights) {
        this.connection = connection;
        this.rights = rights;
    }

    /** Makes what every other call needs, unless it is there. */
    void prepare() throws KeeperException, InterruptedException {
        for (var path : List.of("/drover", ROOT, LOG, Snapshots.ALL)) {
            ensure(path, new byte[0]);
        }
        ensure(segment(0), new byte[0]);
        ensure(SEGMENT, text(0));
    }

    /** Tells of each segment and entry as it is made, in order, for as long as the session lasts. */
    void watch(Watcher watcher) throws KeeperException, InterruptedException {
        appended.forget();
        zk().addWatch(LOG, watcher, AddWatchMode.PERSISTENT_RECURSIVE);
    }

    /** Where a made znode lies; null for one that is no segment and no entry. */
    static @Nullable Position position(String path) {
        if (!path.startsWith(LOG + "/")) {
            return null;
        }
        String[] parts = path.substring(LOG.length() + 1).split("/", 2);
        return parts.length == 1
                ? Position.startOf(Long.parseLong(parts[0]))
                : new Position(Long.parseLong(parts[0]), number(parts[1]));
    }

    /** Returns once this connection's server knows all that was committed before the call. */
    void sync() throws KeeperException, InterruptedException {
        var done = new CompletableFuture<Integer>();
        zk().sync(ROOT, (code, path, context) -> done.complete(code), null);
        check(join(done), ROOT);
    }

    /** The last entry of all. */
    Position newest() throws KeeperException, InterruptedException {
        long segment = readOpen().segment;
        return new Position(segment, last(segment));
    }

    /** The last entry of a segment, -1 for none. */
    long last(long of) throws KeeperException, InterruptedException {
        return zk().getChildren(segment(of), false).stream()
                .mapToLong(Log::number)
                .max()
                .orElse(-1);
    }

    /** The entries from the first to the last number, both included. */
    List<byte[]> read(long of, long first, long last) throws KeeperException, InterruptedException {
        var zk = zk();
        var waiting = new ArrayList<CompletableFuture<byte[]>>();
        for (long i = first; i <= last; i++) {
            byte[] known = appended.take(new Position(of, i));
            waiting.add(known == null ? get(zk, entry(of, i)) : CompletableFuture.completedFuture(known));
        }
        var read = new ArrayList<byte[]>();
        for (var one : waiting) {
            read.add(join(one));
        }
        return read;
    }

    /** Appends an entry, and says where it came to lie. For one thread. */
    Position append(byte[] entry) throws KeeperException, InterruptedException {
        long since = appended.begin();
        try {
            var position = create(entry);
            appended.put(since, position, entry);
            return position;
        } finally {
            appended.end();
        }
    }

    /** Whether an append waits for its answer. */
    boolean isAppending() {
        return appended.isUnderWay();
    }

    private Position create(byte[] entry) throws KeeperException, InterruptedException {
        while (true) {
            var known = open;
            var to = known == null ? readOpen() : known;
            try {
                var results = zk().multi(List.of(
                        Op.check(SEGMENT, to.version),
                        Op.create(segment(to.segment) + ENTRY, entry, rights, CreateMode.PERSISTENT_SEQUENTIAL)));
                return Objects.requireNonNull(position(((OpResult.CreateResult) results.get(1)).getPath()));
            } catch (KeeperException.BadVersionException | KeeperException.NoNodeException e) {
                if (readOpen().equals(to)) {
                    throw e;
                }
            }
        }
    }

    /** Begins the segment after {@code of}, unless somebody did. Whether it was this call. */
    boolean roll(long of) throws KeeperException, InterruptedException {
        var to = readOpen();
        if (to.segment != of) {
            return false;
        }
        try {
            zk().multi(List.of(
                    Op.setData(SEGMENT, text(of + 1), to.version),
                    Op.create(segment(of + 1), new byte[0], rights, CreateMode.PERSISTENT)));
            return true;
        } catch (KeeperException.BadVersionException | KeeperException.NodeExistsException e) {
            return false;
        } finally {
            open = null;
        }
    }

    /** Deletes the segments below {@code first}. */
    void deleteBefore(long first) throws KeeperException, InterruptedException {
        for (var name : zk().getChildren(LOG, false)) {
            if (Long.parseLong(name) < first) {
                delete(LOG + "/" + name);
            }
        }
    }

    /** Deletes a znode and those right below it, some at a time. If somebody else is about it, it is left to them. */
    void delete(String path) throws KeeperException, InterruptedException {
        try {
            var deletions = new ArrayList<Op>();
            for (var name : zk().getChildren(path, false)) {
                deletions.add(Op.delete(path + "/" + name, -1));
                if (deletions.size() == DELETIONS_AT_ONCE) {
                    zk().multi(deletions);
                    deletions.clear();
                }
            }
            deletions.add(Op.delete(path, -1));
            zk().multi(deletions);
        } catch (KeeperException.NoNodeException e) {
            // Somebody else is about it.
        }
    }

    void ensure(String path, byte[] data) throws KeeperException, InterruptedException {
        if (zk().exists(path, false) != null) {
            return;
        }
        try {
            zk().create(path, data, rights, CreateMode.PERSISTENT);
        } catch (KeeperException.NodeExistsException e) {
            // Somebody else was quicker.
        }
    }

    ZooKeeper zk() throws KeeperException, InterruptedException {
        return connection.get();
    }

    List<ACL> rights() {
        return rights;
    }

    private Open readOpen() throws KeeperException, InterruptedException {
        var stat = new Stat();
        long segment = Long.parseLong(new String(zk().getData(SEGMENT, false, stat), US_ASCII));
        var read = new Open(segment, stat.getVersion());
        open = read;
        return read;
    }

    static byte[] text(long number) {
        return Long.toString(number).getBytes(US_ASCII);
    }

    private static String segment(long number) {
        return LOG + "/" + "%010d".formatted(number);
    }

    private static String entry(long of, long number) {
        return segment(of) + ENTRY + "%010d".formatted(number);
    }

    private static long number(String entry) {
        return Long.parseLong(entry.substring(ENTRY.length() - 1));
    }

    static CompletableFuture<byte[]> get(ZooKeeper zk, String path) {
        var done = new CompletableFuture<byte[]>();
        zk.getData(
                path,
                false,
                (code, p, context, data, stat) -> {
                    if (code == KeeperException.Code.OK.intValue()) {
                        done.complete(data);
                    } else {
                        done.completeExceptionally(KeeperException.create(KeeperException.Code.get(code), p));
                    }
                },
                null);
        return done;
    }

    static <T> T join(CompletableFuture<T> done) throws KeeperException, InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KeeperException failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        }
    }

    private static void check(int code, String path) throws KeeperException {
        if (code != KeeperException.Code.OK.intValue()) {
            throw KeeperException.create(KeeperException.Code.get(code), path);
        }
    }
}
