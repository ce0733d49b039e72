package dev.drover.observe.fleet;

import dev.drover.observe.counter.host.Host;
import dev.drover.observe.sample.Window;
import java.time.Instant;

/**
 * What a diagnosis is about.
 *
 * @param name of the host, as it says itself; empty if it does not
 * @param samples how many it rests on
 */
public record Span(String name, Instant from, Instant to, double seconds, int samples) {
    public static Span of(Window window) {
        return new Span(
                window.last().get(Host.GROUP).map(Host::name).orElse(""),
                window.start(),
                window.last().at(),
                window.seconds(),
                window.samples().size());
    }
}
