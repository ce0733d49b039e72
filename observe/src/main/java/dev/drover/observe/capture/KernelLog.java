package dev.drover.observe.capture;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The kernel's log, by syslog(2), without its everyday lines: reading {@code /dev/kmsg} would wait for the next line. */
final class KernelLog {
    private static final int BYTES = 64 << 10;
    private static final int MOST_LINES = 200;

    /** What tells of trouble that a rule may ask about. */
    private static final List<String> WORDS = List.of(
            "Out of memory: Killed",
            "Memory cgroup out of memory",
            "oom-kill:",
            "blocked for more than",
            "EXT4-fs error",
            "EXT4-fs warning",
            "Remounting filesystem read-only",
            "XFS (",
            "BTRFS error",
            "BTRFS critical",
            "I/O error",
            "Hardware Error",
            "EDAC",
            "temperature above threshold",
            "not responding, still trying",
            "table full, dropping packet",
            "Possible SYN flooding",
            "segfault at");

    private static final int READ_ALL = 3;
    private static final int SIZE_UNREAD = 9;
    private static final int MOST_ROUNDS = 10;

    private Content last = Content.Text.of("");
    private long unread;
    private int rounds;

    /** The log is read only when it has grown; where a program takes away what it reads, that cannot be seen. */
    Content trouble() {
        try (Arena arena = Arena.ofConfined()) {
            long now = unread(arena);
            if (now == 0 || now != unread || rounds++ % MOST_ROUNDS == 0) {
                MemorySegment buffer = arena.allocate(BYTES);
                int length = Libc.kernelLog(arena, READ_ALL, buffer);
                last = trouble(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
            }
            unread = now;
            return last;
        } catch (Libc.Failed e) {
            return new Content.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** 0 if we may not know: anybody may read it, but not ask this. */
    private static long unread(Arena arena) {
        try {
            return Libc.kernelLog(arena, SIZE_UNREAD, MemorySegment.NULL);
        } catch (Libc.Failed e) {
            return 0;
        }
    }

    /** Of lines as the kernel or {@code dmesg} prints them. */
    static Content trouble(String log) {
        return trouble(log.getBytes(StandardCharsets.UTF_8));
    }

    /** Looks for the words in all of it at once: hardly any line has one. */
    private static Content trouble(byte[] log) {
        String text = new String(log, StandardCharsets.ISO_8859_1);
        var starts = new TreeSet<Integer>();
        for (String word : WORDS) {
            for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length())) {
                starts.add(text.lastIndexOf('\n', at) + 1);
            }
        }
        var lines = new ArrayList<String>();
        for (int start : starts) {
            int end = text.indexOf('\n', start);
            String line = new String(log, start, (end < 0 ? log.length : end) - start, StandardCharsets.UTF_8);
            lines.add(line.startsWith("<") ? line.substring(line.indexOf('>') + 1) : line);
        }
        return Content.Text.of(String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size())));
    }
}
