package dev.drover.supervisor.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The processes of the machine at one moment, as {@code /proc/PID/stat} gives them (proc_pid_stat(5)).
 *
 * @param entries by pid; one that ended while the table was read is left out
 */
public record ProcessTable(Map<Long, Entry> entries) {
    private static final Path PROC = Path.of("/proc");

    /** {@code USER_HZ}, which is 100 on every architecture that Java 25 runs on. */
    private static final long TICKS_PER_SECOND = 100;

    private static final long PAGE = pageSize();

    /**
     * One process.
     *
     * @param state {@code Z} and {@code X} are dead
     * @param cpuTicks of itself and of its ended children
     * @param startTicks since the machine's boot
     */
    public record Entry(long pid, char state, long group, long cpuTicks, long startTicks, long residentPages) {
        public boolean lives() {
            return state != 'Z' && state != 'X';
        }

        /** {@code pid (comm) state ppid pgrp session tty tpgid flags minflt cminflt majflt cmajflt utime stime cutime ...} */
        static Optional<Entry> parse(String stat) {
            int open = stat.indexOf(' ');
            int close = stat.lastIndexOf(')');
            if (open < 0 || close < 0 || close + 2 > stat.length()) {
                return Optional.empty();
            }
            String[] rest = stat.substring(close + 2).split(" ", -1);
            if (rest.length < 22) {
                return Optional.empty();
            }
            long cpu = number(rest[11]) + number(rest[12]) + number(rest[13]) + number(rest[14]);
            long pid = number(stat.substring(0, open));
            char state = rest[0].charAt(0);
            return Optional.of(new Entry(pid, state, number(rest[2]), cpu, number(rest[19]), number(rest[21].strip())));
        }

        private static long number(String text) {
            return Long.parseLong(text);
        }
    }

    /** Processor time and memory of a process group. */
    public record Usage(Duration cpu, long residentBytes) {}

    public static ProcessTable read() {
        var entries = new HashMap<Long, Entry>();
        try (DirectoryStream<Path> pids = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path pid : pids) {
                stat(pid).ifPresent(e -> entries.put(e.pid(), e));
            }
        } catch (IOException e) {
            // What could be read until here is still true.
        }
        return new ProcessTable(entries);
    }

    public static Optional<Entry> read(long pid) {
        return stat(PROC.resolve(Long.toString(pid)));
    }

    private static Optional<Entry> stat(Path pid) {
        try {
            return Entry.parse(Files.readString(pid.resolve("stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty(); // it ended meanwhile
        }
    }

    /** The living members of a group. */
    public List<Entry> group(long group) {
        var members = new ArrayList<Entry>();
        entries.values().stream().filter(e -> e.group() == group && e.lives()).forEach(members::add);
        return members;
    }

    /** What a group uses now; empty if nobody of it lives. */
    public Optional<Usage> usage(long group) {
        List<Entry> members = group(group);
        if (members.isEmpty()) {
            return Optional.empty();
        }
        long ticks = members.stream().mapToLong(Entry::cpuTicks).sum();
        long pages = members.stream().mapToLong(Entry::residentPages).sum();
        return Optional.of(new Usage(Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND), pages * PAGE));
    }

    /** From what the kernel says of this process: resident memory in kB over resident pages is not exact; AT_PAGESZ is. */
    private static long pageSize() {
        try {
            byte[] vector = Files.readAllBytes(Path.of("/proc/self/auxv"));
            var words = java.nio.ByteBuffer.wrap(vector)
                    .order(java.nio.ByteOrder.nativeOrder())
                    .asLongBuffer();
            while (words.remaining() >= 2) {
                long key = words.get();
                long value = words.get();
                if (key == 6) { // AT_PAGESZ, getauxval(3)
                    return value;
                }
            }
        } catch (IOException e) {
            // The usual size, below.
        }
        return 4096;
    }
}
