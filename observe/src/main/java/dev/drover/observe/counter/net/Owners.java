package dev.drover.observe.counter.net;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import java.util.HashMap;
import java.util.Map;

/**
 * Which process holds a socket, such as {@code nginx, pid 4711}. Each question walks through the descriptors of all processes: a few a
 * round are asked, and no socket twice.
 */
final class Owners {
    private static final int QUESTIONS = 2;
    private static final int MOST_KNOWN = 1000;

    private final Map<Long, String> known = new HashMap<>();
    private int questions;

    void nextRound() {
        questions = QUESTIONS;
    }

    /** Empty if it was not asked yet, or nobody may know. */
    String of(Tree tree, long inode) {
        String before = known.get(inode);
        if (before != null || inode == 0 || questions == 0) {
            return before == null ? "" : before;
        }
        questions--;
        if (known.size() > MOST_KNOWN) {
            known.clear();
        }
        String owner = "";
        if (tree.read("/drover/socket/" + inode) instanceof Content.Text(byte[] bytes)) {
            var line = new Cursor(bytes);
            long pid = line.number();
            line.blanks();
            String command = line.until('\n');
            owner = line.bad() ? "" : command + ", pid " + pid;
        }
        known.put(inode, owner);
        return owner;
    }
}
