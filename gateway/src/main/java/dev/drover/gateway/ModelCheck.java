package dev.drover.gateway;

import dev.drover.model.Certificate;
import dev.drover.model.Listener;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.model.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the gateway sees wrong in a model that is sound by itself. Pure. */
final class ModelCheck {
    /** Fields that the exchange writes itself: a route that changes them would break the framing of a message. */
    private static final Set<String> FRAMING = Set.of(
            "connection",
            "content-length",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final Model model;
    private final List<Problem> problems = new ArrayList<>();

    private ModelCheck(Model model) {
        this.model = model;
    }

    static List<Problem> problems(Model model) {
        var check = new ModelCheck(model);
        model.listeners().values().forEach(check::listener);
        model.routes().forEach(check::route);
        return List.copyOf(check.problems);
    }

    private void listener(Listener listener) {
        if (listener.protocol() == Listener.Protocol.HTTPS
                && listener.certificates().isEmpty()) {
            problems.add(Problem.of(
                    listener.where(),
                    "listen." + listener.name(),
                    "protocol https without certificates (expected: at least one name of certificates)",
                    "certificates: [" + String.join(", ", model.certificates().keySet()) + "]"));
        }
    }

    private void route(Route route) {
        changes(route, "request", route.requestHeaders());
        changes(route, "response", route.responseHeaders());
        secureHost(route);
    }

    private void changes(Route route, String side, Route.HeaderChanges changes) {
        var names = new ArrayList<>(changes.remove());
        names.addAll(changes.set().keySet());
        names.addAll(changes.add().keySet());
        for (String name : names) {
            if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
                problems.add(Problem.of(
                        route.where().at("headers").at(side),
                        "routes." + route.name() + ".headers." + side,
                        name + " (expected: a field that does not frame the message; Drover writes that one itself)"));
            }
        }
    }

    /** A host that only an https listener could serve needs a certificate there that names it. */
    private void secureHost(Route route) {
        Optional<Route.Host> host = route.match().host();
        boolean onlySecure = !model.httpListeners().isEmpty()
                && model.httpListeners().stream().allMatch(l -> l.protocol() == Listener.Protocol.HTTPS);
        if (host.isEmpty() || !onlySecure || isNamed(host.get())) {
            return;
        }
        problems.add(Problem.of(
                route.where().at("match").at("host"),
                "routes." + route.name() + ".match.host",
                host.get() + " (expected: a name of a certificate of an https listener, since all listeners are)",
                "add it to the names of a certificate"));
    }

    private boolean isNamed(Route.Host host) {
        return model.httpListeners().stream()
                .flatMap(l -> l.certificates().stream())
                .map(model.certificates()::get)
                .filter(java.util.Objects::nonNull)
                .flatMap((Certificate c) -> c.names().stream())
                .anyMatch(name -> covers(name, host));
    }

    /** RFC 6125 section 6.4.3: a wildcard stands for exactly one label. */
    private static boolean covers(String name, Route.Host host) {
        String wanted = host.toString();
        if (name.equalsIgnoreCase(wanted)) {
            return true;
        }
        int dot = wanted.indexOf('.');
        return name.startsWith("*.") && dot > 0 && name.substring(1).equalsIgnoreCase(wanted.substring(dot));
    }
}
