package dev.drover.registry.consul;

import dev.drover.registry.consul.go.GoDuration;
import dev.drover.registry.consul.go.Unreadable;
import dev.drover.registry.sites.Elsewhere;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/** Questions with {@code ?dc=} of another site: a node there answers them, and its answer is passed on with its headers. */
final class Forwarding {
    private static final Logger LOG = System.getLogger("dev.drover.registry.sites");

    /** What is asked of the node itself knows no datacenters, nor does what leads nowhere. */
    private static final List<String> LED = List.of(
            "/v1/catalog/",
            "/v1/health/",
            "/v1/kv/",
            "/v1/session/",
            "/v1/query",
            "/v1/event/",
            "/v1/txn",
            "/v1/coordinate/",
            "/v1/status/",
            "/v1/operator/");

    /** Beyond what a question waits for news. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String here;
    private final Elsewhere elsewhere;

    Forwarding(String here, Elsewhere elsewhere) {
        this.here = here;
        this.elsewhere = elsewhere;
    }

    /** Whether another site is meant, and known. */
    boolean takes(Call call) {
        String wanted = call.first("dc");
        return !wanted.isEmpty()
                && !wanted.equals(here)
                && LED.stream().anyMatch(call.path()::startsWith)
                && elsewhere.sites().contains(wanted);
    }

    /** What a node of that site says. */
    Answer answer(Call call, String path, String query) throws Refusal, IOException, InterruptedException {
        var what = new Elsewhere.Asked(
                call.method(), path + "?" + query, call.token(), call.body(2 * Call.LARGEST), patience(call));
        String site = call.first("dc");
        try {
            Elsewhere.Told told = elsewhere.ask(site, what);
            Answer answer = Answer.bytes(told.status(), told.headers().getOrDefault("content-type", ""), told.body());
            for (var header : told.headers().entrySet()) {
                if (header.getKey().startsWith("x-consul-")) {
                    answer = answer.with(consulCase(header.getKey()), header.getValue());
                }
            }
            String allow = told.headers().getOrDefault("allow", "");
            return allow.isEmpty() ? answer : answer.with("Allow", allow);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a question for {0} was not answered: {1}", site, e.getMessage());
            throw Refusal.failed("No path to datacenter");
        }
    }

    private static Duration patience(Call call) {
        if (call.first("index").isEmpty()) {
            return PATIENCE;
        }
        try {
            Duration wait = GoDuration.parse(call.first("wait"));
            return (wait.isPositive() && wait.compareTo(Reads.LONGEST) < 0
                            ? wait.plus(wait.dividedBy(Reads.JITTER))
                            : Reads.LONGEST)
                    .plus(PATIENCE);
        } catch (Unreadable e) {
            return Reads.LONGEST.plus(PATIENCE);
        }
    }

    /** {@code x-consul-index} as {@code X-Consul-Index}. */
    private static String consulCase(String name) {
        return switch (name) {
            case "x-consul-index" -> "X-Consul-Index";
            case "x-consul-knownleader" -> "X-Consul-KnownLeader";
            case "x-consul-lastcontact" -> "X-Consul-LastContact";
            default -> name;
        };
    }
}
