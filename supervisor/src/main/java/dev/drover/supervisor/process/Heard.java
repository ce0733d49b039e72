package dev.drover.supervisor.process;

import dev.drover.plane.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads what a process says, so that it never waits for a reader, and keeps the end: a ring of bytes. */
final class Heard {
    private static final int AT_ONCE = 4096;

    private final Thread reader;

    /** Guarded by itself, with {@code total}. */
    private final byte[] ring;

    private long total;

    Heard(InputStream from, int keep) {
        ring = new byte[keep];
        reader = Thread.ofVirtual().name("output of a program").start(() -> read(from));
    }

    private void read(InputStream from) {
        byte[] buffer = new byte[AT_ONCE];
        try (from) {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                keep(buffer, n);
            }
        } catch (IOException e) {
            // The process is gone, and what it said is kept.
        }
    }

    private void keep(byte[] buffer, int length) {
        synchronized (ring) {
            for (int i = Math.max(0, length - ring.length); i < length; i++) {
                ring[(int) ((total + i) % ring.length)] = buffer[i];
            }
            total += length;
        }
    }

    /** What was said until the end, which may be read later than the exit is known; it is not waited for longer than that. */
    Programs.Output end(Duration atMost) throws InterruptedException {
        reader.join(atMost);
        synchronized (ring) {
            byte[] kept = new byte[(int) Math.min(total, ring.length)];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = ring[(int) ((total - kept.length + i) % ring.length)];
            }
            return new Programs.Output(new String(kept, StandardCharsets.UTF_8), kept.length, total);
        }
    }
}
