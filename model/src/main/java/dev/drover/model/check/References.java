package dev.drover.model.check;

import dev.drover.model.Coordination;
import dev.drover.model.Dns;
import dev.drover.model.Listener;
import dev.drover.model.Model;
import dev.drover.model.Node;
import dev.drover.model.Registry;
import dev.drover.model.Route;
import dev.drover.model.Service;
import dev.drover.model.Where;
import dev.drover.model.keys.Nearest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Names that lead nowhere, and things that no name leads to. */
final class References {
    private final Findings findings;
    private final Model model;
    private final Set<String> used = new HashSet<>();

    /** Names for which a near one is looked for: who has so many wrong ones changed something in one place. */
    private static final int ANSWERED = 100;

    private int dangling;

    References(Findings findings) {
        this.findings = findings;
        this.model = findings.model();
    }

    void check() {
        for (Node node : model.nodes().values()) {
            node.site().ifPresent(site -> {
                Where at = node.where().at("site");
                refer("sites", model.sites().keySet(), site, at, "nodes." + node.name() + ".site");
            });
        }
        for (Service service : model.services().values()) {
            service.site().ifPresent(site -> {
                Where at = service.where().at("site");
                refer("sites", model.sites().keySet(), site, at, "services." + service.name() + ".site");
            });
        }
        for (Listener listener : model.listeners().values()) {
            Where at = listener.where().at("certificates");
            for (int i = 0; i < listener.certificates().size(); i++) {
                String path = "listen." + listener.name() + ".certificates";
                String name = listener.certificates().get(i);
                refer("certificates", model.certificates().keySet(), name, at.at(Integer.toString(i)), path);
            }
        }
        model.registry().ifPresent(this::members);
        model.routes().forEach(this::target);
        model.dns().ifPresent(dns -> dns.zones().values().forEach(this::names));
        unused();
    }

    private void members(Registry registry) {
        if (registry.coordination() instanceof Coordination.Ensemble ensemble) {
            Where at = registry.where().at("ensemble");
            for (int i = 0; i < ensemble.nodes().size(); i++) {
                String name = ensemble.nodes().get(i);
                refer("nodes", model.nodes().keySet(), name, at.at(Integer.toString(i)), "registry.ensemble");
            }
        }
    }

    private void target(Route route) {
        Where at = route.where().at("to");
        String path = "routes." + route.name() + ".to";
        switch (route.target()) {
            case Route.Target.To to -> refer("services", model.services().keySet(), to.service(), at, path);
            case Route.Target.Split split ->
                split.weights().keySet().forEach(name -> {
                    Where share = at.at("split").at(name);
                    refer("services", model.services().keySet(), name, share, path + ".split." + name);
                });
            case Route.Target.Redirect redirect -> {}
            case Route.Target.Respond respond -> {}
        }
    }

    private void names(Dns.Zone zone) {
        for (Dns.Steered name : zone.names().values()) {
            String path = "dns.zones." + zone.origin() + ".names." + name.name();
            switch (name.of()) {
                case Dns.Candidates.Instances one ->
                    refer(
                            "services",
                            model.services().keySet(),
                            one.service(),
                            name.where().at("service"),
                            path + ".service");
                case Dns.Candidates.Sites sites ->
                    sites.services().forEach((site, service) -> {
                        Where at = name.where().at("sites").at(site);
                        refer("sites", model.sites().keySet(), site, at, path + ".sites." + site);
                        refer("services", model.services().keySet(), service, at, path + ".sites." + site);
                    });
            }
        }
    }

    private void refer(String section, Set<String> known, String name, Where at, String path) {
        used.add(section + "." + name);
        boolean mayBeImported = section.equals("services") && findings.broken().contains(Checks.IMPORTS);
        if (known.contains(name) || findings.broken().contains(section + "." + name) || mayBeImported) {
            return;
        }
        String one = section.substring(0, section.length() - 1);
        String fix = (++dangling > ANSWERED ? Optional.<String>empty() : Nearest.to(name, known))
                .map(near -> "write " + near)
                .orElse("declare it: " + section + ": {" + name + ": ...}");
        findings.problem(at, path, "there is no " + one + " " + name, fix);
    }

    private void unused() {
        boolean found = model.dns().flatMap(Dns::discovery).isPresent();
        model.services().values().stream()
                .filter(s -> !found && !used.contains("services." + s.name()))
                .forEach(s -> findings.warning(
                        s.where(),
                        "services." + s.name(),
                        model.dns().isEmpty()
                                ? "no route leads to this service"
                                : "no route and no name leads to this service",
                        "add a route, or remove it"));
        model.certificates().values().stream()
                .filter(c -> !used.contains("certificates." + c.name()))
                .forEach(c -> findings.warning(
                        c.where(),
                        "certificates." + c.name(),
                        "no listener uses this certificate",
                        "name it in listen.NAME.certificates, or remove it"));
        if (model.httpListeners().isEmpty() && !model.routes().isEmpty()) {
            findings.warning(
                    model.routes().getFirst().where(),
                    "listen",
                    "nothing listens, so that no request reaches a route",
                    "listen: {web: {protocol: http, address: \"*:8080\"}}");
        }
    }
}
