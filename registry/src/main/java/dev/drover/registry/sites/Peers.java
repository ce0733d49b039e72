package dev.drover.registry.sites;

import dev.drover.model.Coordination;
import dev.drover.model.Model;
import dev.drover.model.Node;
import dev.drover.model.Registry;
import dev.drover.model.Service;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Who stands where, seen from one node.
 *
 * @param self name of this node
 * @param site where it stands
 * @param address at which other nodes reach it; absent where they do not
 * @param port where all of them listen for other sites
 * @param nodes of each site those that can be reached; every site is here that has a node
 * @param homes of services that stand at one site, that site
 * @param keeper the site that keeps what all have in common
 */
public record Peers(
        String self,
        String site,
        Optional<String> address,
        int port,
        SequencedMap<String, List<Peer>> nodes,
        Map<String, String> homes,
        String keeper) {
    /** A node that can be reached. */
    public record Peer(String name, String address) {}

    public Peers {
        nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
        homes = Map.copyOf(homes);
    }

    static final Peers NONE = new Peers("", "", Optional.empty(), 0, new LinkedHashMap<>(), Map.of(), "");

    /** Those of a model, which are none but this node where it does not ask for several sites. */
    public static Peers of(Model model, String self) {
        Node here = model.nodes().get(self);
        Optional<Registry> registry = model.registry();
        if (here == null
                || here.site().isEmpty()
                || registry.isEmpty()
                || !(registry.get().coordination() instanceof Coordination.Ensemble ensemble)) {
            return new Peers(self, "", Optional.empty(), 0, new LinkedHashMap<>(), Map.of(), "");
        }
        var nodes = new LinkedHashMap<String, List<Peer>>();
        model.nodesOfSites().forEach((site, all) -> nodes.put(site, reachable(all)));
        var homes = new LinkedHashMap<String, String>();
        for (Service service : model.services().values()) {
            service.site().ifPresent(site -> homes.put(service.name(), site));
        }
        String site = here.site().get();
        return new Peers(self, site, here.address(), ensemble.ports().sites(), nodes, homes, keeper(model, ensemble));
    }

    /** That of the first node of the ensemble. */
    private static String keeper(Model model, Coordination.Ensemble ensemble) {
        return Optional.ofNullable(model.nodes().get(ensemble.nodes().getFirst()))
                .flatMap(Node::site)
                .orElse("");
    }

    private static List<Peer> reachable(List<Node> all) {
        return all.stream()
                .filter(n -> n.address().isPresent())
                .map(n -> new Peer(n.name(), n.address().get()))
                .toList();
    }

    /** Whether there is another site. */
    boolean areSeveral() {
        return nodes.size() > 1;
    }

    /** The site that keeps what all have in common, where that is another than the one of this node. */
    public Optional<String> otherKeeper() {
        return areSeveral() && !keeper.equals(site) ? Optional.of(keeper) : Optional.empty();
    }

    List<String> sites() {
        return List.copyOf(nodes.keySet());
    }

    /** Whether a service stands at another site than this node. */
    public boolean isAbroad(String service) {
        String home = homes.get(service);
        return areSeveral() && home != null && !home.equals(site);
    }

    /** The nodes of another site, each node asking them in an order of its own, so that not all ask the same one. */
    List<Peer> inOrder(String other) {
        var all = new ArrayList<>(nodes.getOrDefault(other, List.of()));
        all.sort(Comparator.comparingInt(p -> (self + " " + p.name()).hashCode()));
        return all;
    }
}
