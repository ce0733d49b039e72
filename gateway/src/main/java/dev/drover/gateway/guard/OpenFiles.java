package dev.drover.gateway.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many files and sockets this process may have open: the soft limit, {@code ulimit -n}, from {@code /proc/self/limits}. */
public final class OpenFiles {
    /** What systems give by default; taken where the kernel does not say. */
    private static final long USUAL = 1024;

    private static final String LINE = "Max open files";

    private OpenFiles() {}

    public static long limit() {
        try (var lines = Files.lines(Path.of("/proc/self/limits"))) {
            return lines.filter(l -> l.startsWith(LINE))
                    .map(l -> l.substring(LINE.length()).strip().split("\\s+", 2)[0])
                    .mapToLong(soft -> soft.equals("unlimited") ? Integer.MAX_VALUE : Long.parseLong(soft))
                    .findFirst()
                    .orElse(USUAL);
        } catch (IOException | NumberFormatException e) {
            return USUAL;
        }
    }
}
