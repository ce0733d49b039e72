package dev.drover.node;

import dev.drover.admin.Json;
import dev.drover.plane.Processes;
import dev.drover.plane.Tail;
import dev.drover.plane.control.Control.LogQuery;
import dev.drover.plane.control.Control.Subscription;
import dev.drover.plane.control.Control.TailQuery;
import dev.drover.plane.control.Refused;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What goes on: output of processes and requests as they end, as streams of lines. */
final class Watching {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Pattern CLASS = Pattern.compile("([1-5])xx");
    private static final Pattern CODE = Pattern.compile("[1-5][0-9]{2}");

    private final Assembly assembly;

    Watching(Assembly assembly) {
        this.assembly = assembly;
    }

    Subscription logs(LogQuery query, Consumer<String> lines) throws Refused {
        Optional<String> instance = Optional.ofNullable(query.instance());
        try {
            if (!query.follow()) {
                assembly.processes()
                        .logs(query.service(), instance, query.lines())
                        .forEach(line -> lines.accept(text(line)));
                return LineStream.ended();
            }
            return LineStream.of(
                    new Followed(assembly.processes().follow(query.service(), instance, query.lines())), lines);
        } catch (Processes.Unknown e) {
            throw new Refused(Refused.Cause.UNKNOWN, String.valueOf(e.getMessage()));
        }
    }

    private static String text(Processes.Line line) {
        String mark = switch (line.stream()) {
            case OUT -> " ";
            case ERR -> "!";
            case DROVER -> "*";
        };
        return line.at() + " " + line.id().instance() + " " + mark + " " + line.text();
    }

    private record Followed(Processes.Tail tail) implements LineStream.Asked {
        @Override
        public @Nullable String next() throws InterruptedException {
            Processes.Line line = tail.next(PATIENCE);
            return line == null ? null : text(line);
        }

        @Override
        public void close() {
            tail.close();
        }
    }

    Subscription tail(TailQuery query, Consumer<String> lines) throws Refused {
        int from = 0;
        int to = 999;
        if (query.status() != null) {
            Matcher whole = CLASS.matcher(query.status());
            if (whole.matches()) {
                from = Integer.parseInt(whole.group(1)) * 100;
                to = from + 99;
            } else if (CODE.matcher(query.status()).matches()) {
                from = Integer.parseInt(query.status());
                to = from;
            } else {
                throw new Refused(
                        Refused.Cause.BAD_INPUT,
                        "status: " + query.status() + " (expected: a code such as 404, or 5xx)");
            }
        }
        known(query);
        var filter =
                new Tail.Filter(Optional.ofNullable(query.route()), Optional.ofNullable(query.service()), from, to);
        return LineStream.of(new Watched(assembly.tail().open(filter)), lines);
    }

    private void known(TailQuery query) throws Refused {
        var model = assembly.conductor().running();
        String service = query.service();
        if (service != null && model.service(service).isEmpty()) {
            throw new Refused(
                    Refused.Cause.UNKNOWN,
                    "there is no service " + service + " (there are: "
                            + String.join(", ", model.services().keySet()) + ")");
        }
        String route = query.route();
        if (route != null && model.routes().stream().noneMatch(r -> r.name().equals(route))) {
            throw new Refused(
                    Refused.Cause.UNKNOWN,
                    "there is no route " + route + " (there are: "
                            + String.join(
                                    ", ",
                                    model.routes().stream().map(r -> r.name()).toList()) + ")");
        }
    }

    private record Watched(Tail.Watch watch) implements LineStream.Asked {
        @Override
        public @Nullable String next() throws InterruptedException {
            return watch.next(PATIENCE).map(Watched::json).orElse(null);
        }

        private static String json(Tail.Line line) {
            var stages = new LinkedHashMap<String, Double>();
            line.stages().forEach((state, took) -> stages.put(state, millis(took)));
            var fields = new LinkedHashMap<String, Object>();
            fields.put("at", line.at().toString());
            fields.put("id", line.id());
            fields.put("trace", line.trace());
            fields.put("client", line.client());
            fields.put("method", line.method());
            fields.put("host", line.host());
            fields.put("target", line.target());
            fields.put("status", line.status());
            fields.put("received", line.received());
            fields.put("sent", line.sent());
            fields.put("ms", millis(line.took()));
            fields.put("route", line.route());
            fields.put("service", line.service());
            fields.put("instance", line.instance());
            fields.put("attempts", line.attempts());
            fields.put("end", line.end());
            fields.put("stages", stages);
            return new String(Json.bytes(fields), java.nio.charset.StandardCharsets.UTF_8);
        }

        private static double millis(Duration time) {
            return Math.round(time.toNanos() / 1000.0) / 1000.0;
        }

        @Override
        public void close() {
            watch.close();
        }
    }
}
