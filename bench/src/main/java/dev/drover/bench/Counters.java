package dev.drover.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** What both ends counted: checks that passed, by the node; connections that were accepted, by the nginx that is checked. */
record Counters(int admin, Path token, int checked) {
    private static final Pattern PASSED =
            Pattern.compile("(?m)^drover_health_checks_total\\{[^}]*result=\"passed\"[^}]*} ([0-9.eE+]+)$");

    /** The third line of nginx's {@code stub_status}: accepts, handled, requests. */
    private static final Pattern ACCEPTS = Pattern.compile("(?m)^ ([0-9]+) [0-9]+ [0-9]+ *$");

    double passed() throws IOException, InterruptedException {
        return number(
                PASSED,
                "http://127.0.0.1:" + admin + "/metrics",
                Files.readString(token).strip());
    }

    double accepted() throws IOException, InterruptedException {
        return number(ACCEPTS, "http://127.0.0.1:" + checked + "/status", "");
    }

    private static double number(Pattern wanted, String url, String token) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(5))
                    .header("Authorization", "Bearer " + token)
                    .build();
            String text =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            var matcher = wanted.matcher(text);
            if (!matcher.find()) {
                throw new IOException(url + " does not tell " + wanted);
            }
            return Double.parseDouble(matcher.group(1));
        }
    }
}
