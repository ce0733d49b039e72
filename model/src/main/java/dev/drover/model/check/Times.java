package dev.drover.model.check;

import dev.drover.model.Health;
import dev.drover.model.Model;
import dev.drover.model.Route;
import dev.drover.model.Service;
import dev.drover.model.Spelling;
import dev.drover.model.Where;
import java.time.Duration;

/** Times that cannot be, or that end before another one can. */
final class Times {
    private final Findings findings;
    private final Model model;

    Times(Findings findings) {
        this.findings = findings;
        this.model = findings.model();
    }

    void check() {
        model.services().values().forEach(this::health);
        model.services().values().forEach(this::timeouts);
        model.routes().forEach(this::route);
    }

    private void health(Service service) {
        Health health = service.health();
        Where at = service.where().at("health");
        String path = "services." + service.name() + ".health.";
        if (health.check().isTimed() && health.timeout().compareTo(health.interval()) >= 0) {
            findings.problem(
                    at.at(at.has("timeout") ? "timeout" : "interval"),
                    path + "timeout",
                    "a check may take " + Spelling.of(health.timeout()) + ", and the next begins after "
                            + Spelling.of(health.interval()) + " (expected: timeout shorter than interval)",
                    "timeout: " + Spelling.of(health.interval().dividedBy(2)));
        }
        if (health.check().isTimed()) {
            flaps(health, at.at("flaps"), path + "flaps");
        }
        Health.Evidence evidence = health.evidence();
        if (evidence.eject().compareTo(evidence.ejectAtMost()) > 0) {
            Where ejected = at.at("evidence");
            findings.problem(
                    ejected.at(ejected.has("eject") ? "eject" : "eject-at-most"),
                    path + "evidence",
                    "the first ejection lasts " + Spelling.of(evidence.eject()) + ", the longest "
                            + Spelling.of(evidence.ejectAtMost()) + " (expected: eject at most eject-at-most)",
                    "eject-at-most: " + Spelling.of(evidence.eject()));
        }
    }

    /** To go down again an instance must first come up: fall and rise checks for each change. */
    private void flaps(Health health, Where at, String path) {
        Health.Flaps flaps = health.flaps();
        Duration turn = health.interval().multipliedBy((long) health.fall() + health.rise());
        Duration fastest = turn.multipliedBy(Math.max(0, flaps.changes() - 1))
                .plus(health.interval().multipliedBy(health.fall()));
        if (flaps.changes() > 0 && fastest.compareTo(flaps.window()) > 0) {
            findings.warning(
                    at,
                    path,
                    "an instance cannot go down " + flaps.changes() + " times within " + Spelling.of(flaps.window())
                            + ": with fall " + health.fall() + ", rise " + health.rise() + " and checks every "
                            + Spelling.of(health.interval()) + " that takes " + Spelling.of(fastest) + " at least",
                    "window: " + Spelling.of(fastest.multipliedBy(2)) + ", or flaps: off");
        }
    }

    private void timeouts(Service service) {
        Service.Timeouts timeouts = service.timeouts();
        Where at = service.where().at("timeouts");
        String path = "services." + service.name() + ".timeouts";
        Duration total = timeouts.total();
        if (total.isZero()) {
            return;
        }
        unreachable(at, "connect", timeouts.connect(), total, path);
        unreachable(at, "head", timeouts.head(), total, path);
        unreachable(at, "idle", timeouts.idle(), total, path);
        Where pending = service.where().at("pending");
        if (pending.has("timeout") && service.pending().timeout().compareTo(total) >= 0) {
            findings.warning(
                    pending.at("timeout"),
                    "services." + service.name() + ".pending.timeout",
                    "a request may wait " + Spelling.of(service.pending().timeout()) + ", the whole may last "
                            + Spelling.of(total) + " only (" + Findings.seenFrom(pending, at.at("total")) + ")",
                    "timeout: " + Spelling.of(total.dividedBy(2)));
        }
    }

    private void unreachable(Where at, String key, Duration limit, Duration total, String path) {
        if (at.has(key) && limit.compareTo(total) >= 0) {
            findings.problem(
                    at.at(key),
                    path + "." + key,
                    Spelling.of(limit) + " can never pass, the whole ends after " + Spelling.of(total) + " ("
                            + Findings.seenFrom(at.at(key), at.at("total")) + ")",
                    key + ": " + Spelling.of(total.dividedBy(2)) + ", or remove it");
        }
    }

    private void route(Route route) {
        if (route.timeout().isEmpty()) {
            return;
        }
        switch (route.target()) {
            case Route.Target.To to -> {}
            case Route.Target.Split split -> {}
            case Route.Target.Redirect redirect -> pointless(route, "timeout");
            case Route.Target.Respond respond -> pointless(route, "timeout");
        }
    }

    private void pointless(Route route, String key) {
        findings.warning(
                route.where().at(key),
                "routes." + route.name() + "." + key,
                "the route asks no service, so that nothing can time out",
                "remove " + key);
    }
}
