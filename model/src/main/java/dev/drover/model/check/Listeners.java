package dev.drover.model.check;

import dev.drover.model.Certificate;
import dev.drover.model.Coordination;
import dev.drover.model.Listener;
import dev.drover.model.Listener.BindAddress;
import dev.drover.model.Listener.Protocol;
import dev.drover.model.Model;
import dev.drover.model.Node;
import dev.drover.model.Registry;
import dev.drover.model.Route;
import dev.drover.model.Where;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Addresses that clash, and certificates that are missing, too many, or for other names. */
final class Listeners {
    private final Findings findings;
    private final Model model;

    Listeners(Findings findings) {
        this.findings = findings;
        this.model = findings.model();
    }

    void check() {
        var ports = new HashMap<Integer, Map<String, Bound>>();
        for (Listener listener : model.listeners().values()) {
            certificates(listener);
            proxy(listener);
            clash(Bound.of(listener), ports);
        }
        model.registry().ifPresent(registry -> {
            clash(Bound.of(registry), ports);
            if (registry.coordination() instanceof Coordination.Ensemble ensemble) {
                members(registry, ensemble, ports);
            }
        });
        uncovered();
    }

    private void members(Registry registry, Coordination.Ensemble ensemble, Map<Integer, Map<String, Bound>> ports) {
        Where at = registry.where().at("ports");
        var hosts = new LinkedHashMap<String, String>();
        for (String name : ensemble.nodes()) {
            Optional.ofNullable(model.nodes().get(name))
                    .flatMap(Node::address)
                    .ifPresent(host -> hosts.putIfAbsent(host, name));
        }
        Coordination.Ports own = ensemble.ports();
        hosts.forEach((host, name) -> {
            for (int port : new int[] {own.clients(), own.members(), own.election()}) {
                clash(new Bound(new BindAddress(host, port), at, "registry.ports", "member " + name), ports);
            }
        });
        if (model.nodesOfSites().size() > 1) {
            var all = new LinkedHashMap<String, String>();
            model.nodes()
                    .values()
                    .forEach(node -> node.address().ifPresent(host -> all.putIfAbsent(host, node.name())));
            all.forEach((host, name) ->
                    clash(new Bound(new BindAddress(host, own.sites()), at, "registry.ports", "node " + name), ports));
        }
    }

    /** What listens, and where that is written. */
    private record Bound(BindAddress address, Where at, String path, String owner) {
        static Bound of(Listener listener) {
            Where at = listener.where().at("address");
            return new Bound(
                    listener.address(), at, "listen." + listener.name() + ".address", "listener " + listener.name());
        }

        static Bound of(Registry registry) {
            return new Bound(registry.listen(), registry.where().at("listen"), "registry.listen", "the registry");
        }
    }

    private void clash(Bound one, Map<Integer, Map<String, Bound>> ports) {
        if (one.address().port() == 0) {
            return;
        }
        Map<String, Bound> samePort = ports.computeIfAbsent(one.address().port(), p -> new HashMap<>());
        String host = one.address().isUnspecified() ? "*" : one.address().host();
        Bound other = other(host, samePort);
        samePort.putIfAbsent(host, one);
        if (other != null) {
            findings.problem(
                    one.at(),
                    one.path(),
                    one.address() + " clashes with " + other.address() + " of " + other.owner() + " ("
                            + Findings.seenFrom(one.at(), other.at()) + ")",
                    "choose another port");
        }
    }

    private static @Nullable Bound other(String host, Map<String, Bound> samePort) {
        Bound any = samePort.get("*");
        if (any != null || samePort.isEmpty()) {
            return any;
        }
        return host.equals("*") ? samePort.values().iterator().next() : samePort.get(host);
    }

    private void certificates(Listener listener) {
        boolean secure = listener.protocol().isEncrypted();
        String path = "listen." + listener.name();
        if (secure && listener.certificates().isEmpty()) {
            String fix = model.certificates().isEmpty()
                    ? "certificates: {public: {names: [shop.example.com], source: {files: {chain: a.pem, key: a.key}}}}"
                            + " at the top, and certificates: [public] here"
                    : "certificates: [" + model.certificates().firstEntry().getKey() + "]";
            findings.problem(listener.where(), path, word(listener) + " needs at least one certificate", fix);
        } else if (!secure && !listener.certificates().isEmpty()) {
            findings.problem(
                    listener.where().at("certificates"),
                    path + ".certificates",
                    word(listener) + " uses no certificates",
                    listener.protocol().isHttp()
                            ? "write protocol: https, or remove certificates"
                            : "write protocol: dns-tls or dns-https, or remove certificates");
        }
    }

    private static String word(Listener listener) {
        return listener.protocol().word();
    }

    private void proxy(Listener listener) {
        if (listener.proxyProtocol() && !listener.protocol().isHttp()) {
            findings.problem(
                    listener.where().at("proxy-protocol"),
                    "listen." + listener.name() + ".proxy-protocol",
                    "clients of " + word(listener) + " send no PROXY header",
                    "remove proxy-protocol");
        } else if (listener.proxyProtocol() && model.trusted().isEmpty()) {
            findings.problem(
                    listener.where().at("proxy-protocol"),
                    "listen." + listener.name() + ".proxy-protocol",
                    "PROXY headers are believed from trusted networks only, and none is declared",
                    "trusted: [10.0.0.0/8] at the top, with the addresses of your load balancer");
        }
    }

    /** With https alone, a host that no certificate serves cannot be reached without a warning of the browser. */
    private void uncovered() {
        boolean http = model.listeners().values().stream().anyMatch(l -> l.protocol() == Protocol.HTTP);
        Set<String> served = new HashSet<>();
        model.listeners().values().stream()
                .filter(l -> l.protocol() == Protocol.HTTPS)
                .flatMap(l -> l.certificates().stream())
                .map(model.certificates()::get)
                .filter(Objects::nonNull)
                .map(Certificate::names)
                .forEach(served::addAll);
        if (http || served.isEmpty()) {
            return;
        }
        Set<String> parents = parents(served);
        for (Route route : model.routes()) {
            route.match()
                    .host()
                    .filter(host -> !isServed(host, served, parents))
                    .ifPresent(host -> findings.warning(
                            route.where().at("match").at("host"),
                            "routes." + route.name() + ".match.host",
                            "no certificate of an https listener serves " + host,
                            "add it to the names of a certificate"));
        }
    }

    /** Every name that a served one lies below. */
    private static Set<String> parents(Set<String> served) {
        var parents = new HashSet<String>();
        for (String name : served) {
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                parents.add(name.substring(dot + 1));
            }
        }
        return parents;
    }

    /** The wildcard of a certificate stands for one label (RFC 9525 section 6.3). */
    private static boolean isServed(Route.Host host, Set<String> served, Set<String> parents) {
        if (host.wildcard()) {
            return parents.contains(host.name());
        }
        int dot = host.name().indexOf('.');
        return served.contains(host.name())
                || (dot > 0 && served.contains("*" + host.name().substring(dot)));
    }
}
