package dev.drover.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.capture.LiveTree;
import dev.drover.observe.sample.Sampler;
import dev.drover.plane.Ticker;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class HostMetricsTest {
    private static final Path EXPORTER = Path.of("/usr/bin/prometheus-node-exporter");

    /** What both have. */
    private static final Pattern COMPARED =
            Pattern.compile("node_(cpu_seconds|context|forks|procs|load|memory|vmstat|netstat"
                    + "|pressure|disk_(read|writ|io)|network_(receive|transmit)_(bytes|packets|errs|drop|fifo|carrier)"
                    + "|filesystem_(size|free|avail|files|readonly)|filefd|nf_conntrack_entries).*");

    /** Debian 12 has version 1.5, which lacks two counters, and leaves the loopback interface out. */
    private static final Pattern NOT_DEBIANS =
            Pattern.compile("node_netstat_TcpExt_TCP(OFOQueue|RcvQDrop)|node_network_.*device=\"lo\".*"
                    + "|node_filesystem_.*"); // which mounts are worth telling of is up to each

    private static Map<String, Double> ours() throws IOException {
        try (var tree = new LiveTree()) {
            var sampler = new Sampler(tree, Ticker.system());
            var out = new ByteArrayOutputStream();
            var sample = Optional.of(sampler.take());
            PrometheusTextFormatWriter.create().write(out, new HostMetrics(() -> sample).collect());
            return points(out.toString(StandardCharsets.UTF_8));
        }
    }

    private static Map<String, Double> points(String text) {
        var points = new TreeMap<String, Double>();
        for (String line : text.split("\n")) {
            if (!line.startsWith("#") && line.startsWith("node_")) {
                int space = line.lastIndexOf(' ');
                points.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            }
        }
        return points;
    }

    @Test
    void tellsNothingOfAHostThatIsNotWatched() {
        assertEquals(0, new HostMetrics(Optional::empty).collect().size());
    }

    @Test
    void namesWhatTheHostHasAsNodeExporterDoes() throws IOException {
        Map<String, Double> ours = ours();
        for (String name : new String[] {
            "node_cpu_seconds_total{cpu=\"0\",mode=\"user\"}",
            "node_memory_MemTotal_bytes",
            "node_memory_Active_anon_bytes",
            "node_load1",
            "node_context_switches_total",
            "node_network_receive_bytes_total{device=\"lo\"}",
            "node_netstat_Tcp_RetransSegs",
            "node_vmstat_pgmajfault"
        }) {
            assertNotNull(ours.get(name), name);
        }
    }

    /** Two programs read one after the other: values may differ by what happened in between, names and labels may not. */
    @Test
    @Tag("long")
    void agreesWithNodeExporter() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(EXPORTER), "prometheus-node-exporter is not installed");
        int port = FreePort.next();
        Process exporter = new ProcessBuilder(
                        EXPORTER.toString(),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--collector.filesystem.mount-points-exclude=^/(dev|proc|sys)($|/)")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            scrape(port);
            Map<String, Double> before = ours();
            Map<String, Double> theirs = scrape(port);
            Map<String, Double> after = ours();
            int compared = 0;
            var different = new ArrayList<String>();
            for (var point : after.entrySet()) {
                String name = point.getKey();
                if (COMPARED.matcher(name).matches() && before.containsKey(name)) {
                    Double other = theirs.get(name);
                    if (other == null && NOT_DEBIANS.matcher(name).matches()) {
                        continue;
                    }
                    if (other == null) {
                        different.add(name + ": node_exporter has none");
                        continue;
                    }
                    double low = Math.min(before.get(name), point.getValue());
                    double high = Math.max(before.get(name), point.getValue());
                    double slack = Math.max(name.contains("_bytes") ? 64 << 20 : 50, 0.02 * Math.abs(high));
                    if (other < low - slack || other > high + slack) {
                        different.add(name + ": " + other + ", ours " + low + " to " + high);
                    }
                    compared++;
                }
            }
            assertEquals(List.of(), different);
            assertTrue(compared > 100, "only " + compared + " points were compared");
        } finally {
            exporter.destroy();
            exporter.waitFor();
        }
    }

    private static Map<String, Double> scrape(int port) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                    .timeout(Duration.ofSeconds(60))
                    .build();
            Await.until("it listens", Duration.ofSeconds(60), () -> {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return true;
            });
            return points(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        }
    }
}
