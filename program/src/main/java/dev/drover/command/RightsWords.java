package dev.drover.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What a diagnosis could not see for want of rights, in words. */
final class RightsWords {
    /** By kind of path, the more telling first; what is not here is told as it is. */
    private static final Map<String, String> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("/proc/[pid]/io", "what others' processes read and write");
        KINDS.put("/drover/fds/[pid]", "how many files they have open");
        KINDS.put("/proc/[pid]/fd", "how many files they have open");
        KINDS.put("/drover/links/[pid]", "deleted files that they hold");
        KINDS.put("/drover/deleted", "deleted files that they hold");
        KINDS.put("/drover/socket/[pid]", "whose a socket is");
        KINDS.put("/drover/sockets/[pid]", "whose a socket is");
        KINDS.put("/proc/[pid]/wchan", "what they wait for in the kernel");
        KINDS.put("/proc/[pid]/syscall", "what they wait for in the kernel");
        KINDS.put("/drover/hsperfdata/[pid]", "the heaps of their Java machines");
        KINDS.put("/drover/kmsg", "the kernel's log");
    }

    private RightsWords() {}

    /** One sentence; nothing if nothing was refused, or to root, who has no more to hope for. */
    static String of(SortedMap<String, Integer> refused, String user) {
        if (user.equals("root")) {
            return "";
        }
        List<String> kinds = new ArrayList<>();
        KINDS.forEach((kind, words) -> {
            if (refused.containsKey(kind) && !kinds.contains(words)) {
                kinds.add(words);
            }
        });
        refused.keySet().stream().filter(kind -> !KINDS.containsKey(kind)).forEach(kinds::add);
        return kinds.isEmpty() ? "" : "As root it would also see: " + String.join(", ", kinds) + ".";
    }
}
