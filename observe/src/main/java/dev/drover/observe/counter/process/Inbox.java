package dev.drover.observe.counter.process;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.HashSet;
import java.util.Set;

/**
 * What has arrived for a process over TCP and what it has not taken yet.
 *
 * @param connections it has open
 * @param unread of these, with bytes that it has not read
 * @param notAccepted connections that wait in the queues of its listening sockets
 */
public record Inbox(int connections, int unread, long notAccepted) {
    private static final int MOST = 100_000;
    private static final long ESTABLISHED = 0x01;
    private static final long CLOSE_WAIT = 0x08;
    private static final long LISTEN = 0x0A;

    static Measured<Inbox> of(Tree tree, int pid) {
        return switch (tree.read("/drover/sockets/" + pid)) {
            case Content.Unreadable(String why) -> Measured.not("its sockets: " + why);
            case Content.Text text -> {
                Set<String> inodes =
                        new HashSet<>(text.toString().lines().limit(MOST).toList());
                Measured<Inbox> four = Group.read(tree, "/proc/" + pid + "/net/tcp", bytes -> parse(bytes, inodes));
                Measured<Inbox> six = Group.read(tree, "/proc/" + pid + "/net/tcp6", bytes -> parse(bytes, inodes));
                yield six.isMeasured() ? six.map(s -> four.map(s::and).orElse(s)) : four;
            }
        };
    }

    private Inbox and(Inbox other) {
        return new Inbox(connections + other.connections, unread + other.unread, notAccepted + other.notAccepted);
    }

    /**
     * {@code sl local remote st tx:rx tr:when retrnsmt uid timeout inode}, in hexadecimal but for the last three (proc(5)). The
     * receive queue of a listening socket holds connections.
     */
    static Measured<Inbox> parse(byte[] bytes, Set<String> inodes) {
        int connections = 0;
        int unread = 0;
        long notAccepted = 0;
        var line = new Cursor(bytes);
        line.nextLine();
        for (int i = 0; i < MOST && !line.atEnd() && !line.bad(); i++) {
            for (int skipped = 0; skipped < 3; skipped++) {
                line.word();
            }
            long state = line.hex();
            line.blanks();
            line.until(':');
            long received = line.hex();
            for (int skipped = 0; skipped < 4; skipped++) {
                line.word();
            }
            if (inodes.contains(line.word())) {
                connections += state == LISTEN ? 0 : 1;
                unread += received > 0 && (state == ESTABLISHED || state == CLOSE_WAIT) ? 1 : 0;
                notAccepted += state == LISTEN ? received : 0;
            }
            line.nextLine();
        }
        return line.unlessBad(new Inbox(connections, unread, notAccepted));
    }
}
