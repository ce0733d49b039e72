package dev.drover.registry.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.drover.registry.state.Image;
import dev.drover.registry.state.State;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** Written states: each the state before a segment, cut in parts that fit a znode. One znode names the one that holds. */
final class Snapshots {
    static final String ALL = Log.ROOT + "/snapshots";

    private static final String HOLDS = Log.ROOT + "/snapshot";
    private static final int PART = 512 << 10;

    private final Log log;

    Snapshots(Log log) {
        this.log = log;
    }

    /** A state, the first segment that is not in it, and who had written so far ({@link Writers}). */
    record Snapshot(long segment, State state, Map<String, Long> writers) {
        /** What holds while nothing was written yet. */
        static final Snapshot NONE = new Snapshot(0, State.EMPTY, Map.of());
    }

    /** What the znode says that names the one that holds. */
    private record Pointer(long segment, int parts, int bytes, int version) {
        static final Pointer NONE = new Pointer(-1, 0, 0, -1);

        byte[] text() {
            return (segment + " " + parts + " " + bytes).getBytes(US_ASCII);
        }
    }

    Snapshot load() throws KeeperException, InterruptedException, Codec.Unreadable {
        while (true) {
            var pointer = pointer();
            if (pointer.segment < 0) {
                return Snapshot.NONE;
            }
            var bytes = parts(pointer);
            if (bytes == null) {
                continue; // The next one took its place meanwhile.
            }
            if (bytes.length != pointer.bytes) {
                throw new Codec.Unreadable(
                        "snapshot before segment " + pointer.segment + " has " + bytes.length + " bytes (expected: "
                                + pointer.bytes + ")",
                        null);
            }
            var kept = Codec.expand(bytes);
            return new Snapshot(pointer.segment, kept.image().state(), kept.writers());
        }
    }

    /** Writes a snapshot down, and then deletes what it replaces, but for the last segment, which slower nodes may still be reading. */
    void save(Snapshot snapshot) throws KeeperException, InterruptedException {
        var before = pointer();
        if (before.segment >= snapshot.segment()) {
            return;
        }
        byte[] bytes = Codec.compress(new Codec.Kept(snapshot.writers(), Image.of(snapshot.state())));
        String folder = folder(snapshot.segment());
        if (log.zk().exists(folder, false) != null) {
            log.delete(folder); // Somebody began it and did not come to the end.
        }
        log.ensure(folder, new byte[0]);
        int parts = 0;
        for (int from = 0; from < bytes.length; from += PART) {
            log.ensure(
                    part(snapshot.segment(), parts),
                    Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART)));
            parts++;
        }
        point(before, new Pointer(snapshot.segment(), parts, bytes.length, 0));
        for (var name : log.zk().getChildren(ALL, false)) {
            if (Long.parseLong(name) < snapshot.segment()) {
                log.delete(ALL + "/" + name);
            }
        }
        log.deleteBefore(snapshot.segment() - 1);
    }

    private void point(Pointer before, Pointer after) throws KeeperException, InterruptedException {
        if (before.version < 0) {
            log.zk().create(HOLDS, after.text(), log.rights(), CreateMode.PERSISTENT);
        } else {
            log.zk().setData(HOLDS, after.text(), before.version);
        }
    }

    private Pointer pointer() throws KeeperException, InterruptedException {
        try {
            var stat = new Stat();
            String[] words = new String(log.zk().getData(HOLDS, false, stat), US_ASCII).split(" ", 3);
            return new Pointer(
                    Long.parseLong(words[0]),
                    Integer.parseInt(words[1]),
                    Integer.parseInt(words[2]),
                    stat.getVersion());
        } catch (KeeperException.NoNodeException e) {
            return Pointer.NONE;
        }
    }

    /** The bytes, or null if they were deleted while they were read. */
    private byte @Nullable [] parts(Pointer pointer) throws KeeperException, InterruptedException {
        var all = new ByteArrayOutputStream(pointer.bytes);
        try {
            for (int i = 0; i < pointer.parts; i++) {
                all.writeBytes(log.zk().getData(part(pointer.segment, i), false, null));
            }
            return all.toByteArray();
        } catch (KeeperException.NoNodeException e) {
            if (pointer().segment == pointer.segment) {
                throw e;
            }
            return null;
        }
    }

    private static String folder(long segment) {
        return ALL + "/" + "%010d".formatted(segment);
    }

    private static String part(long segment, int number) {
        return folder(segment) + "/" + "%05d".formatted(number);
    }
}
