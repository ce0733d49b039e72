package dev.drover.model.check;

import dev.drover.model.Coordination;
import dev.drover.model.Instances;
import dev.drover.model.Model;
import dev.drover.model.Node;
import dev.drover.model.Registry;
import dev.drover.model.Service;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/** Who keeps the registry of each site: nodes that can be reached, a number of them that is of use, and a way between sites. */
final class Ensembles {
    private final Findings findings;
    private final Model model;

    Ensembles(Findings findings) {
        this.findings = findings;
        this.model = findings.model();
    }

    void check() {
        Optional<Registry> registry = model.registry();
        if (registry.isPresent() && registry.get().coordination() instanceof Coordination.Ensemble ensemble) {
            ensemble(registry.get(), ensemble);
        } else {
            model.services().values().forEach(this::unheard);
        }
    }

    private void ensemble(Registry registry, Coordination.Ensemble ensemble) {
        var members = ensemble.nodes().stream()
                .map(model.nodes()::get)
                .filter(Objects::nonNull)
                .toList();
        addresses(members);
        SequencedMap<String, List<Node>> sites = model.nodesOfSites();
        if (sites.size() > 1) {
            sites.forEach((site, nodes) -> site(site, nodes, members));
        }
        sites.forEach((site, nodes) -> number(
                registry,
                sites.size() > 1 ? site : "",
                nodes.stream().filter(members::contains).count()));
        model.services().values().forEach(this::instances);
    }

    private void number(Registry registry, String site, long count) {
        if (count > 0 && count % 2 == 0) {
            findings.warning(
                    registry.where().at("ensemble"),
                    "registry.ensemble",
                    count + " members " + (site.isEmpty() ? "" : "at " + site + " ") + "bear the loss of "
                            + (count - 1) / 2 + ", as " + (count - 1) + (count == 2 ? " does" : " do"),
                    "name " + (count + 1) + " or " + (count - 1));
        }
    }

    /** One of several sites, which have to ask each other. */
    private void site(String site, List<Node> nodes, List<Node> members) {
        Node first = nodes.getFirst();
        if (site.isEmpty()) {
            findings.problem(
                    first.where(),
                    "nodes." + first.name(),
                    "others stand at sites, and it is not said where this one does",
                    first.name() + ": {site: ...}");
            return;
        }
        if (nodes.stream().allMatch(n -> n.address().isEmpty())) {
            findings.problem(
                    first.where(),
                    "nodes." + first.name(),
                    "no node of " + site + " has an address at which the nodes of other sites ask for its health",
                    first.name() + ": {site: " + site + ", address: 10.0.0.11}");
        }
        if (nodes.size() > 1 && nodes.stream().noneMatch(members::contains)) {
            findings.warning(
                    first.where(),
                    "nodes." + first.name(),
                    "none of the " + nodes.size() + " nodes of " + site
                            + " is in registry.ensemble: each keeps a registry of its own",
                    "name one or three of them in registry.ensemble");
        }
    }

    private void instances(Service service) {
        if (service.site().isPresent() && !(service.instances() instanceof Instances.Addresses)) {
            findings.problem(
                    service.where().at("site"),
                    "services." + service.name() + ".site",
                    "other sites know instances by addresses alone, and none are given",
                    "instances: {addresses: [10.0.0.11:8080]}, or remove site: what is registered, or run, belongs to each"
                            + " site by itself");
        }
    }

    /** Without a way between sites nobody tells of what stands at another one. */
    private void unheard(Service service) {
        if (service.site().isPresent()) {
            findings.problem(
                    service.where().at("site"),
                    "services." + service.name() + ".site",
                    "sites tell each other of its health by the registry, and there is no registry.ensemble",
                    "registry: {ensemble: [NODE, ...], secret: {file: registry.secret}}, with nodes of each site");
        }
    }

    private void addresses(List<Node> members) {
        var seen = new HashMap<String, Node>();
        for (Node member : members) {
            if (member.address().isEmpty()) {
                findings.problem(
                        member.where(),
                        "nodes." + member.name(),
                        "a member of registry.ensemble needs an address at which the other nodes reach it",
                        member.name() + ": {address: 10.0.0.11}");
                continue;
            }
            Node first = seen.putIfAbsent(member.address().get(), member);
            if (first != null) {
                findings.problem(
                        member.where().at("address"),
                        "nodes." + member.name() + ".address",
                        "node " + first.name() + " has the same address ("
                                + Findings.seenFrom(
                                        member.where(), first.where().at("address"))
                                + "), and both are members of registry.ensemble",
                        "");
            }
        }
    }
}
