package dev.drover.node;

import dev.drover.observe.capture.LiveTree;
import dev.drover.observe.history.History;
import dev.drover.observe.sample.Sample;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.Refused;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the host of a running node goes through, watched all the time unless told not to. */
final class Observing implements AutoCloseable {
    /** Within the data folder. */
    private static final String FOLDER = "history";

    private final @Nullable History history;

    Observing(Settings settings, Path data, Assembly assembly, Ticker ticker) {
        history = settings.history() == null
                ? null
                : new History(
                        new ServiceTree(new LiveTree(), assembly, ticker),
                        data.resolve(FOLDER),
                        settings.history(),
                        ticker);
    }

    void begin() {
        if (history != null) {
            history.start();
        }
    }

    void recording(Instant from, Instant to, OutputStream out) throws Refused, IOException {
        if (history == null) {
            throw new Refused(Refused.Cause.CONFLICT, "this node does not watch its host: it was told --history off");
        }
        if (!history.copy(from, to, out)) {
            throw new Refused(Refused.Cause.UNKNOWN, "nothing is kept of that time");
        }
    }

    Optional<Sample> latest() {
        return history == null ? Optional.empty() : history.latest();
    }

    @Override
    public void close() {
        if (history != null) {
            history.close();
        }
    }
}
