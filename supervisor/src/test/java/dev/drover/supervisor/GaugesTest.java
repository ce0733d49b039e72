package dev.drover.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GaugesTest {
    @TempDir
    Path data;

    @Test
    void tellsStateMemoryAndProcessorTimeOfTheWholeGroup() throws Exception {
        var stage = new Stage(data);
        try (stage) {
            stage.apply(stage.shell("shop", 1, "(while :; do :; done) & sleep 1000"));
            stage.awaitUp("shop", 1);
            stage.await(() -> scrape(stage).contains("drover_process_cpu_seconds_total{")
                    && value(stage, "drover_process_cpu_seconds_total{instance=\"shop-1\",service=\"shop\"}") > 0.1);

            assertEquals(
                    1, value(stage, "drover_process_state{instance=\"shop-1\",service=\"shop\",state=\"running\"}"));
            assertEquals(
                    0, value(stage, "drover_process_state{instance=\"shop-1\",service=\"shop\",state=\"crash loop\"}"));
            assertEquals(0, value(stage, "drover_process_restarts_total{instance=\"shop-1\",service=\"shop\"}"));
            assertTrue(value(stage, "drover_process_resident_memory_bytes{instance=\"shop-1\",service=\"shop\"}")
                    > 200_000);
        }
        assertEquals("", scrape(stage));
    }

    private static double value(Stage stage, String sample) {
        return scrape(stage)
                .lines()
                .filter(l -> l.startsWith(sample + " "))
                .mapToDouble(l -> Double.parseDouble(l.substring(sample.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(sample + " is not in\n" + scrape(stage)));
    }

    private static String scrape(Stage stage) {
        var text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(text, stage.registry.scrape());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
