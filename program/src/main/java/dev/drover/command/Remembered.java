package dev.drover.command;

import dev.drover.observe.sample.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a running node has kept of its host. */
final class Remembered {
    /** An older newest sample means that the sampling is stuck, or that the node has just begun. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Path data;

    Remembered(Path data) {
        this.data = data;
    }

    /** The samples of these times. */
    Kept between(Instant from, Instant to) throws Failure {
        Optional<Kept> kept = ask(from, to);
        if (kept.isEmpty()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "drover: the node keeps nothing of " + from + " to " + to
                            + "\n  fix: it watches its host only while it runs; ask for a later time");
        }
        return kept.get();
    }

    /** The samples of the last seconds; empty if no node can tell of them: then one has to look for oneself. */
    Optional<Kept> last(Duration span) {
        try {
            Instant now = Instant.now();
            return ask(now.minus(span).minusMillis(500), now).filter(k -> isFresh(k, now));
        } catch (Failure e) {
            return Optional.empty();
        }
    }

    private static boolean isFresh(Kept kept, Instant now) {
        Sample last = kept.samples().getLast();
        return kept.samples().size() >= 3 && last.at().isAfter(now.minus(FRESH));
    }

    private Optional<Kept> ask(Instant from, Instant to) throws Failure {
        var parameters = new LinkedHashMap<String, @Nullable String>();
        parameters.put("from", from.toString());
        parameters.put("to", to.toString());
        byte[] recording = NodeClient.of(data).bytes(NodeClient.path("/v1/recording", parameters));
        try {
            return Kept.within(recording, from, to);
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "drover: what the node sent cannot be read: " + e.getMessage());
        }
    }
}
