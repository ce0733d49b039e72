package dev.drover.admin;

import dev.drover.admin.Problems.BadRequest;
import dev.drover.plane.control.Challenge;
import dev.drover.plane.control.Control;
import dev.drover.plane.control.NameQuery;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.RouteQuery;
import dev.drover.plane.control.Source;
import dev.drover.plane.control.TopList;
import dev.drover.plane.control.ZoneKeys;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The list of what can be asked, each turned into one call of {@link Control}. What takes processor time is done at a desk, and
 * probes wait for none.
 */
final class Endpoints implements AutoCloseable {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String JSON_LINES = "application/x-ndjson";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Control control;
    private final Streams streams;
    private final Desk facts = new Desk("admin-facts");
    private final Desk changes = new Desk("admin-changes");
    private final Bodies bodies = new Bodies();

    Endpoints(Control control, Streams streams) {
        this.control = control;
        this.streams = streams;
    }

    void register(HttpRouting.Builder routing) {
        routing.get("/livez", (req, res) -> text(res, 200, TEXT, "live\n"))
                .get("/readyz", this::ready)
                .get("/metrics", (req, res) -> text(res, 200, PROMETHEUS, facts.ask(control::metrics)))
                .get("/v1/status", (req, res) -> json(res, facts, control::status))
                .get("/v1/explain", this::explain)
                .get("/v1/catalog", (req, res) -> json(res, facts, control::catalog))
                .get("/v1/registrations", this::registrations)
                .get("/v1/agreement", (req, res) -> json(res, facts, control::agreement))
                .get("/v1/history", (req, res) -> json(res, facts, control::history))
                .get("/v1/dns/keys", (req, res) -> json(res, facts, control::zoneKeys))
                .post("/v1/dns/keys/seen", this::keySeen)
                .get("/v1/dns/top", this::topNames)
                .get("/v1/dns/missteer", (req, res) -> json(res, facts, control::missteer))
                .get("/v1/dns/challenges", (req, res) -> json(res, facts, control::challenges))
                .post("/v1/dns/challenges", this::challenge)
                .get("/v1/logs", this::logs)
                .get("/v1/tail", this::tail)
                .get("/v1/recording", this::recording)
                .post("/v1/route", (req, res) -> with(req, res, facts, b -> control.route(b.as(RouteQuery.class))))
                .post("/v1/dns/explain", (req, res) -> with(req, res, facts, b -> control.name(b.as(NameQuery.class))))
                .post("/v1/check", (req, res) -> with(req, res, changes, this::check))
                .post("/v1/plan", (req, res) -> with(req, res, changes, b -> control.plan(source(b, Heap.TO_READ))))
                .post("/v1/apply", this::apply)
                .post("/v1/confirm", (req, res) -> json(res, control.confirm(new Asked(req).author())))
                .post("/v1/rollback", this::rollback)
                .get("/v1/members", (req, res) -> json(res, control.members()))
                .post("/v1/members/leave", this::leave)
                .post(
                        "/v1/members/join",
                        (req, res) -> json(res, Map.of("done", control.join(new Asked(req).author()))))
                .post("/v1/intent", this::intend)
                .post("/v1/restart", this::restart)
                .post("/v1/stop", this::stop);
    }

    /** A wanted intent; without a service, of the node. */
    record Intention(
            @Nullable String service,
            @Nullable String instance,
            Control.Wish wish,
            @Nullable String reason) {}

    private void ready(ServerRequest request, ServerResponse response) {
        Control.Readiness ready = control.ready();
        text(response, ready.ready() ? 200 : 503, TEXT, (ready.ready() ? "ready" : ready.why()) + "\n");
    }

    private void explain(ServerRequest request, ServerResponse response) throws Refused, IOException {
        var asked = new Asked(request);
        int bound = asked.number("most").orElse(0);
        String service = asked.wanted("service");
        String instance = asked.text("instance");
        json(response, facts, () -> control.explain(service, instance, bound));
    }

    private void topNames(ServerRequest request, ServerResponse response) throws Refused, IOException {
        var asked = new Asked(request);
        String by = asked.text("by");
        int bound = asked.number("most").orElse(10);
        TopList.By found = Arrays.stream(TopList.By.values())
                .filter(b -> b.name().equalsIgnoreCase(by == null ? "name" : by))
                .findFirst()
                .orElseThrow(() -> new BadRequest(
                        "parameter by: " + by + " (expected: one of name, client, zone, type and rcode)"));
        json(response, facts, () -> control.topNames(found, bound));
    }

    private void registrations(ServerRequest request, ServerResponse response) throws Refused, IOException {
        String service = new Asked(request).wanted("service");
        json(response, facts, () -> control.registrations(service));
    }

    private void logs(ServerRequest request, ServerResponse response) throws Refused {
        var asked = new Asked(request);
        var query = new Control.LogQuery(
                asked.wanted("service"),
                asked.text("instance"),
                asked.number("lines").orElse(100),
                asked.is("follow"));
        streams.send(response, TEXT, sink -> control.logs(query, sink));
    }

    private void tail(ServerRequest request, ServerResponse response) throws Refused {
        var asked = new Asked(request);
        var query = new Control.TailQuery(asked.text("route"), asked.text("status"), asked.text("service"));
        streams.send(response, JSON_LINES, sink -> control.tail(query, sink));
    }

    /** The answer begins with the first byte of the recording: until then it can still be refused. */
    private void recording(ServerRequest request, ServerResponse response) throws Refused, IOException {
        var asked = new Asked(request);
        Instant from = asked.moment("from");
        Instant to = asked.moment("to");
        if (to.isBefore(from)) {
            throw new BadRequest("parameter to lies before from");
        }
        try (var out = new Begun(response)) {
            control.recording(from, to, out);
        }
    }

    private void apply(ServerRequest request, ServerResponse response) throws Refused, IOException {
        var asked = new Asked(request);
        Duration limit = asked.number("confirm-within").map(Duration::ofSeconds).orElse(null);
        Long base = asked.number("base").map(Long::valueOf).orElse(null);
        with(
                request,
                response,
                changes,
                body -> control.apply(source(body, Heap.TO_APPLY), asked.author(), limit, base));
    }

    private void rollback(ServerRequest request, ServerResponse response) throws Refused, IOException {
        var asked = new Asked(request);
        Long back = asked.number("generation").map(Long::valueOf).orElse(null);
        json(response, changes, () -> control.rollback(back, asked.author()));
    }

    private void intend(ServerRequest request, ServerResponse response) throws Refused, IOException {
        Intention wanted;
        try (Bodies.Held body = bodies.of(request)) {
            wanted = facts.ask(() -> body.as(Intention.class));
        }
        if (wanted.wish() == null) {
            throw new BadRequest("wish is missing");
        }
        var aim = new Control.Aim(wanted.service(), wanted.instance());
        String reason = wanted.reason() == null ? "" : wanted.reason();
        json(response, Map.of("instances", control.intend(aim, wanted.wish(), new Asked(request).author(), reason)));
    }

    /** At no desk: it may wait for other nodes. */
    private void challenge(ServerRequest request, ServerResponse response) throws Refused, IOException {
        Challenge.Wish wish;
        try (Bodies.Held body = bodies.of(request)) {
            wish = facts.ask(() -> body.as(Challenge.Wish.class));
        }
        json(response, control.challenge(wish, new Asked(request).author()));
    }

    /** At no desk: it may wait for other nodes. */
    private void keySeen(ServerRequest request, ServerResponse response) throws Refused, IOException {
        ZoneKeys.Seen seen;
        try (Bodies.Held body = bodies.of(request)) {
            seen = facts.ask(() -> body.as(ZoneKeys.Seen.class));
        }
        json(response, control.keySeen(seen, new Asked(request).author()));
    }

    private void leave(ServerRequest request, ServerResponse response) throws Refused {
        var asked = new Asked(request);
        var leaving = new Control.Leaving(asked.text("who"), asked.is("force"), asked.is("stop"));
        if (leaving.stop() && leaving.who() != null) {
            throw new BadRequest("parameters who and stop: only the node that is asked can stop");
        }
        json(response, Map.of("done", control.leave(leaving, asked.author())));
    }

    /** Sends each step as it is taken; the last line says how it ended. */
    private void restart(ServerRequest request, ServerResponse response) throws Refused {
        var asked = new Asked(request);
        String service = asked.wanted("service");
        String author = asked.author();
        streams.send(response, TEXT, lines -> {
            var going = new AtomicBoolean(true);
            Thread.ofVirtual().name("restart-" + service).start(() -> {
                try {
                    control.restart(service, author, lines);
                    lines.accept("done");
                } catch (Refused e) {
                    lines.accept((e.why() == Refused.Cause.FAILED ? "failed: " : "refused: ") + e.getMessage());
                } catch (RuntimeException e) {
                    lines.accept("failed: unexpected " + e);
                } finally {
                    going.set(false);
                }
            });
            return new Running(going);
        });
    }

    /** A restart that has begun goes on although nobody listens any more. */
    private record Running(AtomicBoolean going) implements Control.Subscription {
        @Override
        public boolean open() {
            return going.get();
        }

        @Override
        public void close() {}
    }

    private void stop(ServerRequest request, ServerResponse response) {
        boolean now = new Asked(request).is("now");
        json(response, Map.of("stopping", true));
        control.stop(now);
    }

    private Object check(Bodies.Held body) throws IOException {
        return Map.of("problems", control.check(source(body, Heap.TO_READ)));
    }

    private static Source source(Bodies.Held body, int bytesEach) throws IOException {
        Source source = body.demand(bytesEach).as(Source.class);
        if (source.folder() == null || source.texts().isEmpty()) {
            throw new BadRequest("folder or texts are missing");
        }
        return source;
    }

    /** What is made of a request's body. */
    private interface Made {
        Object from(Bodies.Held body) throws Refused, IOException;
    }

    private void with(ServerRequest request, ServerResponse response, Desk desk, Made made)
            throws Refused, IOException {
        try (Bodies.Held body = bodies.of(request)) {
            json(response, desk, () -> made.from(body));
        }
    }

    private static void json(ServerResponse response, Desk desk, Desk.Work<Object> work) throws Refused, IOException {
        send(response, desk.ask(() -> Json.bytes(work.done())));
    }

    private static void json(ServerResponse response, Object value) {
        send(response, Json.bytes(value));
    }

    private static void send(ServerResponse response, byte[] json) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json").header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(json);
    }

    private static void text(ServerResponse response, int status, String type, String body) {
        response.status(status).header(HeaderNames.CONTENT_TYPE, type).header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        facts.close();
        changes.close();
    }
}
