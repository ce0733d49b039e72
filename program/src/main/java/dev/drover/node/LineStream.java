package dev.drover.node;

import dev.drover.plane.control.Control.Subscription;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries lines from a port that is asked for the next one to somebody who is told of each, on a thread of its own. */
final class LineStream implements Subscription {
    private final Asked source;
    private final Thread thread;
    private volatile boolean open = true;

    /** What is asked. */
    interface Asked extends AutoCloseable {
        /** The next line; null if none came for a while. */
        @Nullable
        String next() throws InterruptedException;

        @Override
        void close();
    }

    private LineStream(Asked source, Consumer<String> lines) {
        this.source = source;
        this.thread = Thread.ofVirtual().name("lines").unstarted(() -> carry(lines));
    }

    static Subscription of(Asked source, Consumer<String> lines) {
        var stream = new LineStream(source, lines);
        stream.thread.start();
        return stream;
    }

    /** Nothing comes any more. */
    static Subscription ended() {
        return new Subscription() {
            @Override
            public boolean open() {
                return false;
            }

            @Override
            public void close() {}
        };
    }

    private void carry(Consumer<String> lines) {
        try (source) {
            while (open) {
                String line = source.next();
                if (line != null) {
                    lines.accept(line);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open = false;
        }
    }

    @Override
    public boolean open() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        thread.interrupt();
    }
}
