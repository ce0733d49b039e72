package dev.drover.model.plan;

import dev.drover.model.Balance;
import dev.drover.model.Health;
import dev.drover.model.Health.AllDown;
import dev.drover.model.Health.Check;
import dev.drover.model.Instances;
import dev.drover.model.Retry;
import dev.drover.model.Service;
import dev.drover.model.Service.UpstreamTls;
import dev.drover.model.Spelling;
import java.util.SequencedMap;

/** What is declared of a service. */
final class ServiceFacts {
    private ServiceFacts() {}

    static SequencedMap<String, Facts.Fact> of(Service service) {
        var facts = new Facts().put("site", service.site());
        switch (service.instances()) {
            case Instances.Addresses addresses ->
                addresses.addresses().forEach(a -> facts.put("instances." + a, "weight " + a.weight()));
            case Instances.Registered registered -> facts.put("instances", "registered");
            case Instances.Run run -> run(facts, run);
        }
        if (service.health().check() instanceof Check.Registered) {
            protection(facts, service.health());
        } else {
            health(facts, service.health());
        }
        facts.put("balance", balance(service.balance()));
        service.concurrency().ifPresent(n -> facts.put("concurrency", n));
        facts.put("pending.limit", service.pending().limit());
        facts.put("pending.timeout", service.pending().timeout());
        facts.put("connections", service.connections());
        facts.put("timeouts.connect", service.timeouts().connect());
        facts.put("timeouts.head", service.timeouts().head());
        facts.put("timeouts.idle", service.timeouts().idle());
        facts.put("timeouts.total", service.timeouts().total());
        facts.put("retry", retry(service.retry()));
        facts.put("slow-start", service.slowStart());
        service.tls().ifPresent(tls -> facts.put("tls", tls(tls)));
        return facts.map();
    }

    private static void run(Facts facts, Instances.Run run) {
        facts.put("instances.run.command", run.command());
        facts.put("instances.run.count", run.count());
        facts.secrets("instances.run.environment", run.environment());
        facts.put("instances.run.directory", (Object) run.directory());
        facts.put("instances.run.user", run.user());
        facts.put("instances.run.start", run.start());
        facts.put("instances.run.drain", run.drain());
        facts.put("instances.run.stop", run.stop());
    }

    private static void health(Facts facts, Health health) {
        check(facts, health.check());
        facts.put("health.interval", health.interval());
        facts.put("health.timeout", health.timeout());
        facts.put("health.fall", health.fall());
        facts.put("health.rise", health.rise());
        facts.put("health.jitter", health.jitterPercent() + "%");
        facts.put("health.flaps", flaps(health.flaps()));
        protection(facts, health);
    }

    /** What is done with what was measured. */
    private static void protection(Facts facts, Health health) {
        facts.put("health.evidence", evidence(health.evidence()));
        facts.put("health.remove-at-most", health.removeAtMost() + "%");
        switch (health.allDown()) {
            case AllDown.ServeAll all -> facts.put("health.all-down", "serve-all");
            case AllDown.Respond respond -> facts.answer("health.all-down.respond", respond.response());
        }
    }

    private static void check(Facts facts, Check check) {
        switch (check) {
            case Check.Registered registered -> facts.put("health.check", "registered");
            case Check.None none -> facts.put("health.check", "none");
            case Check.Tcp tcp -> facts.put("health.check", "tcp");
            case Check.Command command -> {
                facts.put("health.check.command.run", command.command());
                facts.put("health.check.command.user", command.user());
            }
            case Check.Http http -> {
                facts.put("health.check.http.path", http.path());
                facts.put("health.check.http.host", http.host());
                facts.put("health.check.http.status", (Object) http.status());
                facts.put("health.check.http.body", http.body());
                facts.secrets("health.check.http.headers", http.headers());
                http.port().ifPresent(port -> facts.put("health.check.http.port", port));
            }
        }
    }

    private static String flaps(Health.Flaps flaps) {
        return flaps.changes() == 0
                ? "off"
                : "{changes: " + flaps.changes() + ", window: " + Spelling.of(flaps.window()) + ", hold-down: "
                        + Spelling.of(flaps.holdDown()) + "}";
    }

    private static String evidence(Health.Evidence evidence) {
        if (evidence.failures() == 0 && evidence.successRate() == 0) {
            return "off";
        }
        return "{failures: " + (evidence.failures() == 0 ? "off" : evidence.failures()) + ", eject: "
                + Spelling.of(evidence.eject()) + ", eject-at-most: " + Spelling.of(evidence.ejectAtMost())
                + ", success-rate: " + (evidence.successRate() == 0 ? "off" : evidence.successRate() + "%")
                + ", requests: "
                + evidence.requests() + ", window: " + Spelling.of(evidence.window()) + "}";
    }

    private static String balance(Balance balance) {
        return switch (balance) {
            case Balance.RoundRobin robin -> "round-robin";
            case Balance.LeastRequests least -> "least-requests";
            case Balance.Sticky sticky ->
                "{sticky: {cookie: " + sticky.cookie()
                        + (sticky.lifetime().isZero() ? "" : ", lifetime: " + Spelling.of(sticky.lifetime())) + "}}";
            case Balance.Hash hash ->
                "{hash: "
                        + switch (hash.key()) {
                            case Balance.Key.Header header -> "{header: " + header.name() + "}";
                            case Balance.Key.Cookie cookie -> "{cookie: " + cookie.name() + "}";
                            case Balance.Key.Client client -> "client";
                            case Balance.Key.RequestPath path -> "path";
                        }
                        + "}";
        };
    }

    static String retry(Retry retry) {
        if (retry.attempts() <= 1) {
            return "off";
        }
        var on = retry.on().stream()
                .sorted()
                .map(cause -> switch (cause) {
                    case RESET -> "reset";
                    case TIMEOUT -> "timeout";
                    case STATUS_502 -> "502";
                    case STATUS_503 -> "503";
                    case STATUS_504 -> "504";
                })
                .toList();
        return "{attempts: " + retry.attempts() + ", on: " + on + ", budget: " + retry.budgetPercent() + "%}";
    }

    private static String tls(UpstreamTls tls) {
        return switch (tls) {
            case UpstreamTls.Unverified unverified -> "unverified";
            case UpstreamTls.Verified verified -> {
                String authority =
                        verified.authority().map(a -> "authority: " + a).orElse("");
                String name = verified.name().map(n -> "name: " + n).orElse("");
                String both = authority + (authority.isEmpty() || name.isEmpty() ? "" : ", ") + name;
                yield both.isEmpty() ? "verified" : "{verified: {" + both + "}}";
            }
        };
    }
}
