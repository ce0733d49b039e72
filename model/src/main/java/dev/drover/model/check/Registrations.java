package dev.drover.model.check;

import dev.drover.model.Instances;
import dev.drover.model.Model;
import dev.drover.model.Registry;
import dev.drover.model.Secret;
import dev.drover.model.Service;
import dev.drover.model.Where;
import java.util.HashMap;
import java.util.List;

/** The registry's door, and services whose instances register themselves. */
final class Registrations {
    /** Keys that say how Drover asks; of an instance that registers itself, what it registered decides. */
    private static final List<String> ASKING =
            List.of("check", "interval", "timeout", "fall", "rise", "jitter", "flaps");

    private final Findings findings;
    private final Model model;

    Registrations(Findings findings) {
        this.findings = findings;
        this.model = findings.model();
    }

    void check() {
        model.registry().ifPresent(this::registry);
        model.services().values().stream()
                .filter(s -> s.instances() instanceof Instances.Registered)
                .forEach(this::service);
    }

    private void registry(Registry registry) {
        if (!registry.listen().isLoopback() && !registry.isGuarded() && !isATokenBroken()) {
            findings.problem(
                    registry.where().at("listen"),
                    "registry.listen",
                    registry.listen() + " can be reached from other machines, and no token is demanded",
                    "tokens: {admin: {secret: {env: REGISTRY_TOKEN}, everything: write, operator: write}}"
                            + " at the registry, or listen: " + Registry.DEFAULT_LISTEN);
        }
        var secrets = new HashMap<Secret, Registry.Token>();
        for (Registry.Token token : registry.tokens().values()) {
            String path = "registry.tokens." + token.name();
            Where at = token.where().at("secret");
            Registry.Token first = secrets.putIfAbsent(token.secret(), token);
            if (first != null) {
                findings.problem(
                        at,
                        path + ".secret",
                        "token " + first.name() + " has the same secret ("
                                + Findings.seenFrom(at, first.where().at("secret")) + ")",
                        "give each token a secret of its own");
            }
            if (token.isPowerless()) {
                findings.warning(token.where(), path, "this token opens nothing", "everything: read");
            }
        }
    }

    /** Then none of them is known, and what is wrong with it is said already. */
    private boolean isATokenBroken() {
        return findings.broken().stream().anyMatch(path -> path.startsWith("registry.tokens."));
    }

    private void service(Service service) {
        Where health = service.where().at("health");
        for (String key : ASKING) {
            if (service.where().has("health") && health.has(key)) {
                findings.problem(
                        health.at(key),
                        "services." + service.name() + ".health." + key,
                        "instances that register themselves are measured by the checks they register",
                        "remove " + key + "; evidence, remove-at-most and all-down hold for them, too");
            }
        }
    }
}
