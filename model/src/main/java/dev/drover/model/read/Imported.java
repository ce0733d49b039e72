package dev.drover.model.read;

import dev.drover.model.Instances;
import dev.drover.model.NamePattern;
import dev.drover.model.Problem;
import dev.drover.model.Registry;
import dev.drover.model.Route;
import dev.drover.model.Service;
import dev.drover.model.Where;
import dev.drover.model.keys.Nearest;
import java.util.HashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/** Services that no file declares: a route names them, and the registry imports them. */
final class Imported {
    private final Registry registry;
    private final List<Route> routes;
    private final Set<String> broken;
    private final List<Problem> warnings;
    private final Set<NamePattern> used = new HashSet<>();

    Imported(Registry registry, List<Route> routes, Set<String> broken, List<Problem> warnings) {
        this.registry = registry;
        this.routes = routes;
        this.broken = broken;
        this.warnings = warnings;
    }

    void into(SequencedMap<String, Service> services) {
        var declared = Set.copyOf(services.keySet());
        for (Route route : routes) {
            Where to = route.where().at("to");
            switch (route.target()) {
                case Route.Target.To one -> name(one.service(), to, services, declared);
                case Route.Target.Split split ->
                    split.weights()
                            .keySet()
                            .forEach(name -> name(name, to.at("split").at(name), services, declared));
                case Route.Target.Redirect redirect -> {}
                case Route.Target.Respond respond -> {}
            }
        }
        for (int i = 0; i < registry.imports().size(); i++) {
            NamePattern pattern = registry.imports().get(i);
            if (!used.contains(pattern)) {
                unused(pattern, registry.where().at("import").at(Integer.toString(i)), services);
            }
        }
    }

    private void name(String name, Where at, SequencedMap<String, Service> services, Set<String> declared) {
        if (declared.contains(name) || broken.contains("services." + name) || !registry.imports(name)) {
            return;
        }
        registry.imports().stream().filter(p -> p.matches(name)).forEach(used::add);
        if (services.containsKey(name)) {
            return;
        }
        services.put(name, Service.byDefault(at, name, new Instances.Registered()));
        Nearest.to(name, declared)
                .ifPresent(near -> warnings.add(Problem.of(
                        at,
                        "services." + name,
                        name + " is not declared, so that it is imported from the registry; " + near + " is declared",
                        "write " + near + ", or declare it: services: {" + name + ": {instances: registered}}")));
    }

    private void unused(NamePattern pattern, Where at, SequencedMap<String, Service> services) {
        Service same = services.get(pattern.toString());
        if (same == null) {
            warnings.add(Problem.of(
                    at,
                    "registry.import",
                    "no route names a service that fits " + pattern,
                    "remove it, or add a route"));
        } else if (!(same.instances() instanceof Instances.Registered)) {
            warnings.add(Problem.of(
                    at,
                    "registry.import",
                    pattern + " is declared with instances of its own: nothing is imported for it",
                    "remove it, or write instances: registered"));
        }
    }
}
