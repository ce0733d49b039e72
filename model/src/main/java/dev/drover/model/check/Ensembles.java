package dev.drover.model.check;

import dev.drover.model.Coordination;
import dev.drover.model.Model;
import dev.drover.model.Node;
import dev.drover.model.Registry;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;

/** Who keeps the registry: nodes that can be reached, at one site, and a number of them that is of use. */
final class Ensembles {
    private final Findings findings;
    private final Model model;

    Ensembles(Findings findings) {
        this.findings = findings;
        this.model = findings.model();
    }

    void check() {
        model.registry().ifPresent(registry -> {
            if (registry.coordination() instanceof Coordination.Ensemble ensemble) {
                ensemble(registry, ensemble);
            }
        });
    }

    private void ensemble(Registry registry, Coordination.Ensemble ensemble) {
        var members = ensemble.nodes().stream()
                .map(model.nodes()::get)
                .filter(Objects::nonNull)
                .toList();
        addresses(members);
        sites(registry, members);
        int count = ensemble.nodes().size();
        if (count % 2 == 0) {
            findings.warning(
                    registry.where().at("ensemble"),
                    "registry.ensemble",
                    count + " members bear the loss of " + (count - 1) / 2 + ", as " + (count - 1)
                            + (count == 2 ? " does" : " do"),
                    "name " + (count + 1) + " or " + (count - 1));
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

    private void sites(Registry registry, List<Node> members) {
        if (members.isEmpty()) {
            return;
        }
        Node first = members.getFirst();
        members.stream()
                .filter(m -> !m.site().equals(first.site()))
                .findFirst()
                .ifPresent(other -> findings.problem(
                        registry.where().at("ensemble"),
                        "registry.ensemble",
                        first.name() + standsAt(first) + " and " + other.name() + standsAt(other)
                                + ": each write would wait for the way between",
                        "name nodes of one site"));
        model.nodes().values().stream()
                .filter(n -> !n.site().equals(first.site()))
                .filter(n -> !members.contains(n))
                .forEach(other -> findings.warning(
                        other.where(),
                        "nodes." + other.name(),
                        "it does not stand at the site of registry.ensemble, and keeps a registry of its own",
                        first.site().map(site -> "site: " + site).orElse("remove its site")));
    }

    private static String standsAt(Node node) {
        return node.site().map(site -> " stands at " + site).orElse(" stands at no site");
    }
}
