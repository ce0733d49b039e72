package dev.drover.registry.consul;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.drover.registry.command.Command;
import dev.drover.registry.consul.go.GoDuration;
import dev.drover.registry.consul.go.Unreadable;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.Session;
import dev.drover.registry.state.State;
import dev.drover.registry.state.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * {@code /v1/session}: claims to be alive, by which keys are locked.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/session">Consul: sessions</a>
 */
final class SessionEndpoints {
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Duration USUAL_DELAY = Duration.ofSeconds(15);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(60);

    /** A smaller lock delay cannot be meant as nanoseconds: it is seconds. */
    private static final long SECONDS_BELOW = 1000;

    private final Context context;

    SessionEndpoints(Context context) {
        this.context = context;
    }

    void register(Paths paths) {
        paths.put("/v1/session/create", this::create)
                .put("/v1/session/destroy/", this::destroy)
                .put("/v1/session/renew/", this::renew)
                .get("/v1/session/info/", this::info)
                .get("/v1/session/node/", this::node)
                .get("/v1/session/list", this::list);
    }

    private Answer create(Call call) throws Refusal, IOException, InterruptedException {
        context.reads().here(call);
        byte[] body = call.body();
        Form form = body.length == 0 ? Form.empty() : Form.read(body, Form.DECODE);
        String id = context.newId();
        Session session = session(form, id);
        context.writes().apply(call, new Command.CreateSession(session));
        return Answer.json(out -> {
            out.writeStartObject();
            out.writeStringField("ID", id);
            out.writeEndObject();
        });
    }

    private Session session(Form form, String id) throws Refusal {
        String node = form.text("Node");
        var session = new Session(
                id,
                form.text("Name"),
                node.isEmpty() ? context.home().name() : node,
                lockDelay(form),
                behaviour(form.text("Behavior")),
                ttl(form.text("TTL")),
                nodeChecks(form),
                serviceChecks(form),
                Instant.EPOCH,
                0,
                0);
        return session;
    }

    private static Duration lockDelay(Form form) throws Refusal {
        Duration told = form.names("LockDelay") ? form.duration("LockDelay") : USUAL_DELAY;
        Duration meant = told.toNanos() < SECONDS_BELOW ? Duration.ofSeconds(told.toNanos()) : told;
        return meant.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : meant;
    }

    private static Session.Behaviour behaviour(String text) throws Refusal {
        return switch (text) {
            case "", "release" -> Session.Behaviour.RELEASE;
            case "delete" -> Session.Behaviour.DELETE;
            default -> throw Refusal.failed("Invalid Behavior setting '" + text + "'");
        };
    }

    private static Duration ttl(String text) throws Refusal {
        if (text.isEmpty()) {
            return Duration.ZERO;
        }
        try {
            Duration ttl = GoDuration.parse(text);
            if (ttl.isZero()) {
                return ttl;
            }
            if (ttl.compareTo(SHORTEST) < 0 || ttl.compareTo(LONGEST) > 0) {
                throw Refusal.failed("Invalid Session TTL '" + ttl.toNanos() + "', must be between [10s=24h0m0s]");
            }
            return ttl;
        } catch (Unreadable e) {
            throw Refusal.failed("Session TTL '" + text + "' invalid: " + e.getMessage());
        }
    }

    /** The node's liveness, unless the caller names checks, be it none. */
    private static List<String> nodeChecks(Form form) throws Refusal {
        var checks = new ArrayList<>(form.texts("NodeChecks"));
        checks.addAll(form.texts("Checks"));
        boolean told = form.names("NodeChecks") || form.names("Checks");
        return told ? checks : List.of(Check.LIVENESS);
    }

    private static List<String> serviceChecks(Form form) throws Refusal {
        var checks = new ArrayList<String>();
        for (Form check : form.forms("ServiceChecks")) {
            checks.add(check.text("ID"));
            check.know("Namespace");
            check.end();
        }
        return checks;
    }

    private Answer destroy(Call call) throws Refusal, InterruptedException {
        context.reads().here(call);
        context.writes().apply(call, new Command.DestroySession(call.named("Missing session")));
        return Answer.truth(true);
    }

    private Answer renew(Call call) throws Refusal, InterruptedException {
        String id = call.named("Missing session");
        context.reads().here(call);
        if (context.reads().state().session(id) != null) {
            context.writes().apply(call, new Command.RenewSession(id));
        }
        Permit permit = call.permit();
        return context.reads().now(call, state -> {
            Session session = state.session(id);
            if (session == null || !permit.sees(session)) {
                throw new Refusal(404, "Session id '" + id + "' not found");
            }
            return sessions(List.of(session));
        });
    }

    private Answer info(Call call) throws Refusal, InterruptedException {
        String id = call.named("Missing session");
        Permit permit = call.permit();
        return context.reads().read(call, new Topic.Session(id), state -> {
            Session session = state.session(id);
            return sessions(session == null || !permit.sees(session) ? List.of() : List.of(session));
        });
    }

    private Answer node(Call call) throws Refusal, InterruptedException {
        String name = call.named("Missing node name");
        Permit permit = call.permit();
        return context.reads()
                .read(call, new Topic.NodeSessions(name), state -> sessions(seen(state.sessions(name), permit)));
    }

    private Answer list(Call call) throws Refusal, InterruptedException {
        Permit permit = call.permit();
        return context.reads()
                .read(call, new Topic.AllSessions(), (State state) -> sessions(seen(state.sessions(), permit)));
    }

    private static List<Session> seen(Collection<Session> sessions, Permit permit) {
        return sessions.stream().filter(permit::sees).toList();
    }

    private static Answer sessions(Collection<Session> sessions) {
        var all = List.copyOf(sessions);
        return Answer.json(out -> {
            out.writeStartArray();
            for (Session session : all) {
                write(out, session);
            }
            out.writeEndArray();
        });
    }

    private static void write(JsonGenerator out, Session session) throws IOException {
        out.writeStartObject();
        out.writeStringField("ID", session.id());
        out.writeStringField("Name", session.name());
        out.writeStringField("Node", session.node());
        out.writeNumberField("LockDelay", session.lockDelay().toNanos());
        out.writeStringField("Behavior", session.behaviour().name().toLowerCase(Locale.ROOT));
        out.writeStringField("TTL", session.ttl().isZero() ? "" : ttlText(session.ttl()));
        Shapes.texts(out, "NodeChecks", session.nodeChecks());
        if (session.serviceChecks().isEmpty()) {
            out.writeNullField("ServiceChecks");
        } else {
            out.writeArrayFieldStart("ServiceChecks");
            for (String check : session.serviceChecks()) {
                out.writeStartObject();
                out.writeStringField("ID", check);
                out.writeStringField("Namespace", "");
                out.writeEndObject();
            }
            out.writeEndArray();
        }
        Shapes.indexes(out, session.createIndex(), session.modifyIndex());
        out.writeEndObject();
    }

    /** Whole seconds as most callers write them; Consul gives back the text it was given. */
    private static String ttlText(Duration ttl) {
        return ttl.toMillis() % 1000 == 0 ? ttl.toSeconds() + "s" : GoDuration.text(ttl);
    }
}
