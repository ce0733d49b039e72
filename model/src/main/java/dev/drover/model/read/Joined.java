package dev.drover.model.read;

import dev.drover.model.Certificate;
import dev.drover.model.Dns;
import dev.drover.model.Instances;
import dev.drover.model.Listener;
import dev.drover.model.Model;
import dev.drover.model.Network;
import dev.drover.model.Node;
import dev.drover.model.Problem;
import dev.drover.model.Registry;
import dev.drover.model.Route;
import dev.drover.model.Secret;
import dev.drover.model.Service;
import dev.drover.model.Site;
import dev.drover.model.Transfer;
import dev.drover.model.Where;
import dev.drover.model.keys.Declared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What several files declare, as one. A name that two of them give is a problem that names both places. */
final class Joined {
    private final List<Problem> problems;
    private @Nullable Where where;
    private @Nullable String cluster;
    private Where clusterAt = Where.nowhere();
    private final SequencedMap<String, Node> nodes = new LinkedHashMap<>();
    private final SequencedMap<String, Site> sites = new LinkedHashMap<>();
    private final SequencedMap<String, Listener> listeners = new LinkedHashMap<>();
    private final SequencedMap<String, Certificate> certificates = new LinkedHashMap<>();
    private final List<Network> trusted = new ArrayList<>();
    private @Nullable Registry registry;
    private @Nullable Dns dns;
    private final SequencedMap<String, Service> services = new LinkedHashMap<>();
    private final List<Route> routes = new ArrayList<>();
    private final Map<String, Route> named = new HashMap<>();
    private final Map<String, Integer> generated = new HashMap<>();

    Joined(List<Problem> problems) {
        this.problems = problems;
    }

    boolean isNothing() {
        return where == null;
    }

    void add(Declared file) {
        if (where == null) {
            where = file.where();
        }
        file.cluster().ifPresent(name -> cluster(name, file.where().at("cluster")));
        join("nodes", nodes, file.nodes(), Node::where);
        join("sites", sites, file.sites(), Site::where);
        join("listen", listeners, file.listeners(), Listener::where);
        join("certificates", certificates, file.certificates(), Certificate::where);
        trusted.addAll(file.trusted());
        file.registry().ifPresent(this::registry);
        file.dns().ifPresent(this::dns);
        join("services", services, file.services(), Service::where);
        file.routes().forEach(this::route);
    }

    private void cluster(String name, Where at) {
        if (cluster != null) {
            problems.add(Problem.of(
                    at, "cluster", "the cluster is named twice (also at " + clusterAt + ")", "keep one of the two"));
            return;
        }
        cluster = name;
        clusterAt = at;
    }

    private void registry(Registry more) {
        if (registry != null) {
            problems.add(Problem.of(
                    more.where(),
                    "registry",
                    "the registry is declared twice (also at " + registry.where() + ")",
                    "keep one of the two"));
            return;
        }
        registry = more;
    }

    /** Each file may have zones of its own. */
    private void dns(Dns more) {
        var zones = new LinkedHashMap<String, Dns.Zone>(dns == null ? Dns.none().zones() : dns.zones());
        join("dns.zones", zones, more.zones(), Dns.Zone::where);
        Optional<Dns.Locating> first = dns == null ? Optional.empty() : dns.location();
        if (first.isPresent() && more.location().isPresent()) {
            problems.add(Problem.of(
                    more.location().get().where(),
                    "dns.location",
                    "the location is declared twice (also at " + first.get().where() + ")",
                    "keep one of the two"));
        }
        var keys =
                new LinkedHashMap<String, Transfer.Key>(dns == null ? Dns.none().keys() : dns.keys());
        join("dns.keys", keys, more.keys(), Transfer.Key::where);
        Optional<Dns.Discovery> found = dns == null ? Optional.empty() : dns.discovery();
        if (found.isPresent() && more.discovery().isPresent()) {
            problems.add(Problem.of(
                    more.discovery().get().where(),
                    "dns.discovery",
                    "discovery names are declared twice (also at " + found.get().where() + ")",
                    "keep one of the two"));
        }
        Optional<Dns.Guarding> guarding = dns == null ? Optional.empty() : dns.guarding();
        if (guarding.isPresent() && more.guarding().isPresent()) {
            problems.add(Problem.of(
                    more.guarding().get().where(),
                    "dns",
                    "limit and cookies are declared in another file as well ("
                            + guarding.get().where() + ")",
                    "keep them in one of the two"));
        }
        dns = new Dns(
                dns == null ? more.where() : dns.where(),
                zones,
                first.or(more::location),
                keys,
                found.or(more::discovery),
                guarding.or(more::guarding),
                watching(more),
                secret(more));
    }

    private Optional<Dns.Watching> watching(Dns more) {
        Optional<Dns.Watching> first = dns == null ? Optional.empty() : dns.watching();
        if (first.isPresent() && more.watching().isPresent()) {
            problems.add(Problem.of(
                    more.watching().get().where(),
                    "dns",
                    "query-log and missteer are declared in another file as well ("
                            + first.get().where() + ")",
                    "keep them in one of the two"));
        }
        return first.or(more::watching);
    }

    private Optional<Secret> secret(Dns more) {
        Optional<Secret> first = dns == null ? Optional.empty() : dns.secret();
        if (first.isPresent() && more.secret().isPresent()) {
            problems.add(Problem.of(
                    more.where().at("secret"), "dns.secret", "the secret is given twice", "keep one of the two"));
        }
        return first.or(more::secret);
    }

    /** Services whose instances register themselves cannot be without one. */
    private Optional<Registry> registry() {
        return Optional.ofNullable(registry)
                .or(() -> services.values().stream()
                        .filter(s -> s.instances() instanceof Instances.Registered)
                        .findFirst()
                        .map(s -> Registry.byDefault(s.where().at("instances"))));
    }

    private <T> void join(
            String section, SequencedMap<String, T> all, SequencedMap<String, T> more, Function<T, Where> place) {
        more.forEach((name, value) -> {
            T first = all.putIfAbsent(name, value);
            if (first != null) {
                problems.add(Problem.of(
                        place.apply(value),
                        section + "." + name,
                        "the name is given twice (also at " + place.apply(first) + ")",
                        "rename one of the two"));
            }
        });
    }

    /** Names that were made are made distinct; names that were given must be. */
    private void route(Route route) {
        boolean given = route.where().has("name");
        Route same = named.putIfAbsent(route.name(), route);
        if (same == null) {
            routes.add(route);
        } else if (given && same.where().has("name")) {
            problems.add(Problem.of(
                    route.where().at("name"),
                    "routes." + route.name(),
                    "the name is given twice (also at " + same.where().at("name") + ")",
                    "rename one of the two"));
        } else {
            int number = generated.merge(route.name(), 2, (old, two) -> old + 1);
            routes.add(route.named(route.name() + " (" + number + ")"));
        }
    }

    /**
     * All of it.
     *
     * @param broken paths of what is declared and could not be read
     */
    Model model(Set<String> broken, List<Problem> warnings) {
        Optional<Registry> whole = registry();
        whole.ifPresent(r -> new Imported(r, routes, broken, warnings).into(services));
        return new Model(
                where == null ? Where.nowhere() : where,
                cluster == null ? "drover" : cluster,
                nodes,
                sites,
                listeners,
                certificates,
                trusted,
                whole,
                Optional.ofNullable(dns),
                services,
                routes);
    }
}
