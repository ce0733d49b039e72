package dev.drover.registry.moving;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** What a move has written so far, and what it could not. Used by many threads. */
public final class Written {
    private final IntConsumer progress;
    private final List<Failed> failed = new ArrayList<>();
    private int count;

    /** @param progress told how many are done */
    Written(IntConsumer progress) {
        this.progress = progress;
    }

    /** What was not written, and why. */
    public record Failed(String what, String why) {}

    synchronized void wrote() {
        count++;
        progress.accept(count + failed.size());
    }

    synchronized void failed(String what, String why) {
        failed.add(new Failed(what, why));
        progress.accept(count + failed.size());
    }

    public synchronized int count() {
        return count;
    }

    public synchronized List<Failed> failures() {
        return List.copyOf(failed);
    }
}
