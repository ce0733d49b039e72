package dev.drover.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.gateway.guard.Guards;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on the gateway names every metric and no other, and the guards' numbers. */
class DocumentedTest {
    private static final Path PAGE = Path.of("..", "docs", "gateway.md");

    @TempDir
    Path data;

    @Test
    void namesEveryMetricAndNoOther() throws Exception {
        var real = new TreeSet<String>();
        try (var gateway = new RunningGateway(data)) {
            gateway.metrics
                    .scrape()
                    .forEach(m -> real.add(
                            m.getMetadata().getPrometheusName() + (m instanceof CounterSnapshot ? "_total" : "")));
        }
        var told = new TreeSet<String>();
        var matcher = Pattern.compile("`(drover_[a-z_]+)`").matcher(Files.readString(PAGE));
        while (matcher.find()) {
            told.add(matcher.group(1));
        }
        assertEquals(real, told);
    }

    @Test
    void namesTheNumbersOfTheGuards() throws Exception {
        String page = Files.readString(PAGE);
        Guards guards = Guards.DEFAULT;
        for (String fact : List.of(
                "| request target | " + (guards.uriBytes() >> 10) + " KiB |",
                "| request head | " + (guards.headBytes() >> 10) + " KiB, " + guards.fields() + " fields |",
                "| first byte of a connection | " + guards.firstByteTime().toSeconds() + " s |",
                "| whole head | " + guards.headTime().toSeconds() + " s |",
                "| silence between two requests | " + guards.idleTime().toSeconds() + " s |",
                guards.rate() + " bytes/s after " + guards.rateGrace().toSeconds() + " s |",
                "%,d, `trusted` networks none".formatted(guards.perClient()),
                (100 - guards.descriptorReserve()) / 2 + " % of the open files",
                "| held in buffers for one connection | " + (guards.memory() >> 10) + " KiB |")) {
            assertTrue(page.contains(fact), fact);
        }
    }
}
