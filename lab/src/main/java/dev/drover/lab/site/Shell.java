package dev.drover.lab.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Runs a line in a shell of its own, for a bounded time. */
final class Shell {
    private static final long SECONDS = 30;

    private Shell() {}

    /** What it printed; fails if it ends with another code than 0. */
    static String run(String line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("timeout", "-s", "KILL", Long.toString(SECONDS), "sh", "-c", line)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(SECONDS + 5, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(line + ": " + (printed.isEmpty() ? "failed" : printed));
        }
        return printed;
    }
}
