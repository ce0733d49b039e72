package dev.drover.lab.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A control group of one controller (version 1). */
public record Cgroup(Path folder) {
    private static final int TRIES = 50;

    /** Sets one of its files. */
    public void set(String file, long value) throws IOException {
        set(file, Long.toString(value));
    }

    public void set(String file, String value) throws IOException {
        try {
            Files.writeString(folder.resolve(file), value);
        } catch (IOException e) {
            throw new IOException(folder.resolve(file) + " takes no " + value + ": " + e.getMessage(), e);
        }
    }

    /** Limits its memory, also to less than it uses: however often the kernel has to try to get the rest back. */
    public void limitMemory(long bytes) throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            try {
                set("memory.limit_in_bytes", bytes);
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(50); // busy: some of its pages are on their way out
            }
        }
        set("memory.limit_in_bytes", bytes);
    }

    /** The number in one of its files. */
    public long number(String file) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve(file)).strip());
    }

    /** As a doctor names it. */
    public String name() {
        return "/" + folder.getFileName();
    }

    /** How to remove a group: one that is gone already is fine. */
    static String remove(Path folder) {
        return "for i in 1 2 3 4 5 6 7 8 9 10; do rmdir " + folder + " 2> /dev/null; [ -d " + folder
                + " ] || exit 0; sleep 0.1; done; exit 1";
    }
}
