package dev.drover.observe.capture;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which process holds a socket: looked for in the descriptors of all processes, so ask seldom. */
final class SocketOwner {
    private static final int MOST_DESCRIPTORS = 1_000_000;

    private SocketOwner() {}

    static Content read(String inode) {
        String wanted = "socket:[" + inode + "]";
        String[] pids = new File("/proc").list((folder, name) -> Character.isDigit(name.charAt(0)));
        int seen = 0;
        for (String pid : pids == null ? new String[0] : pids) {
            String[] descriptors = new File("/proc/" + pid + "/fd").list();
            for (String descriptor : descriptors == null ? new String[0] : descriptors) {
                if (seen++ < MOST_DESCRIPTORS && holds(Path.of("/proc", pid, "fd", descriptor), wanted)) {
                    return owner(pid);
                }
            }
        }
        return new Content.Unreadable("no process that we may look into holds it");
    }

    private static boolean holds(Path descriptor, String wanted) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(wanted);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private static Content owner(String pid) {
        try {
            return Content.Text.of(pid + " " + Files.readString(Path.of("/proc", pid, "comm")));
        } catch (IOException e) {
            return new Content.Unreadable("No such process");
        }
    }
}
