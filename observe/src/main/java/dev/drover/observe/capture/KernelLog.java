package dev.drover.observe.capture;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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

    private KernelLog() {}

    static Content trouble() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BYTES);
            int length = Libc.kernelLog(arena, buffer);
            return trouble(
                    new String(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8));
        } catch (Libc.Failed e) {
            return new Content.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** Of lines as the kernel or {@code dmesg} prints them. */
    static Content trouble(String log) {
        var lines = new ArrayList<String>();
        for (String line : log.split("\n", -1)) {
            if (WORDS.stream().anyMatch(line::contains)) {
                lines.add(line.startsWith("<") ? line.substring(line.indexOf('>') + 1) : line);
            }
        }
        return Content.Text.of(String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size())));
    }
}
