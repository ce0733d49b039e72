package dev.drover.registry.store;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;

/**
 * Deletes what newer snapshots of ZooKeeper replace, at the start and once a day. ZooKeeper's own way prints what it does, and deletes
 * other files whose names begin alike.
 */
public final class Tidying implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Tidying.class.getName());

    private static final int KEPT = 3;
    private static final int HOURS_BETWEEN = 24;
    private static final int HEX = 16;

    /** Files are named by the position of their first entry, and of the last that is in them. */
    private static final Pattern OURS = Pattern.compile("(?:log|snapshot)\\.([0-9a-f]{1,16})");

    private final Path folder;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Tidying(Path folder) {
        this.folder = folder;
    }

    /** Of the folder that ZooKeeper is given. */
    public static Tidying start(Path folder) {
        var tidying = new Tidying(folder);
        Thread.ofVirtual().name("registry-tidying").start(tidying::run);
        return tidying;
    }

    private void run() {
        try {
            do {
                try {
                    tidy(folder);
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "old files in {0} were not deleted: {1}", folder, e.getMessage());
                }
            } while (!closed.await(HOURS_BETWEEN, TimeUnit.HOURS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Keeps the newest snapshots that are whole, and the logs from the oldest of these on. */
    static void tidy(Path folder) throws IOException {
        var files = new FileTxnSnapLog(folder.toFile(), folder.toFile());
        var snapshots = files.findNValidSnapshots(KEPT);
        if (snapshots.size() < KEPT) {
            return;
        }
        long oldest = position(snapshots.getLast().getName());
        var needed = Set.of(files.getSnapshotLogs(oldest));
        File[] all = files.getSnapDir().listFiles();
        for (File file : all == null ? new File[0] : all) {
            long position = position(file.getName());
            if (position >= 0 && position < oldest && !needed.contains(file)) {
                Files.deleteIfExists(file.toPath());
            }
        }
    }

    /** -1 for a file of somebody else. */
    private static long position(String name) {
        var matcher = OURS.matcher(name);
        return matcher.matches() ? Long.parseLong(matcher.group(1), HEX) : -1;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
