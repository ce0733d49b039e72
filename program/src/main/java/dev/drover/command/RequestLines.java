package dev.drover.command;

import dev.drover.admin.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Requests as {@code drover tail} prints them: time, status, how long, what, by whom. */
final class RequestLines {
    private final Output output;

    RequestLines(Output output) {
        this.output = output;
    }

    /** What is sent of each request; the rest is for JSON. */
    record Request(
            Instant at,
            String method,
            String host,
            String target,
            int status,
            double ms,
            String service,
            String instance,
            String route,
            int attempts,
            String end,
            String client,
            long lost) {}

    String read(String line) {
        try {
            Request request = Json.read(line.getBytes(StandardCharsets.UTF_8), Request.class);
            return request.lost() > 0 ? output.wary("(" + request.lost() + " requests were not shown)") : text(request);
        } catch (IOException e) {
            return line;
        }
    }

    private String text(Request request) {
        String status = Integer.toString(request.status());
        String shown = request.status() >= 500 || request.status() == 0
                ? output.bad(status)
                : request.status() >= 400 ? output.wary(status) : output.good(status);
        var text = new StringBuilder(Times.precise(request.at(), output.zone()));
        text.append("  ").append(shown).append(String.format("  %8.1fms  ", request.ms()));
        text.append(request.method()).append(' ').append(request.host()).append(request.target());
        String by = request.instance().isEmpty() ? request.route() : request.service() + "/" + request.instance();
        text.append(by.isEmpty() ? "" : "  " + output.faint(by));
        text.append(request.attempts() > 1 ? "  " + request.attempts() + " attempts" : "");
        text.append(
                request.end().isEmpty() || request.end().equals("answered") ? "" : "  " + output.wary(request.end()));
        return text.toString();
    }
}
