package dev.drover.registry.plane;

import dev.drover.plane.Discovery;
import dev.drover.plane.Registrations.Said;
import dev.drover.registry.consul.Home;
import dev.drover.registry.consul.KeptQueries;
import dev.drover.registry.consul.go.GoDuration;
import dev.drover.registry.consul.go.Unreadable;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.registry.query.BadQuery;
import dev.drover.registry.query.Candidate;
import dev.drover.registry.query.Failover;
import dev.drover.registry.query.Query;
import dev.drover.registry.state.State;
import dev.drover.registry.state.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One state of the replica, as the names read it. */
final class CatalogView implements Discovery.Catalog {
    private final State state;
    private final Home home;
    private final boolean known;
    private final KeptQueries queries;
    private final AddressBook book;

    CatalogView(State state, Home home, boolean known, KeptQueries queries, AddressBook book) {
        this.state = state;
        this.home = home;
        this.known = known;
        this.queries = queries;
        this.book = book;
    }

    /** All of these are told apart by who they are: it is asked with every query. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(State otherState, Home otherHome, boolean otherKnown) {
        return state == otherState && home == otherHome && known == otherKnown;
    }

    @Override
    public String site() {
        return home.datacenter();
    }

    @Override
    public boolean isKnown() {
        return known;
    }

    @Override
    public long index() {
        return state.index();
    }

    @Override
    public long indexOfService(String name) {
        return state.index(new Topic.Service(name));
    }

    @Override
    public long indexOfNode(String name) {
        return state.index(new Topic.Node(name));
    }

    @Override
    public long indexOfQueries() {
        return state.index(new Topic.AllQueries());
    }

    @Override
    public long indexOfAddresses() {
        return Math.max(state.index(new Topic.AllNodes()), state.index(new Topic.AllServices()));
    }

    @Override
    public List<Discovery.Instance> instances(String service) {
        var all = new ArrayList<Discovery.Instance>();
        for (Service instance : state.instances(service)) {
            Node node = state.node(instance.node());
            if (node != null) {
                all.add(instance(node, instance, state.checksFor(instance)));
            }
        }
        return all;
    }

    private static Discovery.Instance instance(Node node, Service service, List<Check> checks) {
        var tagged = new HashMap<String, String>();
        service.taggedAddresses().forEach((side, at) -> tagged.put(side, at.address()));
        return new Discovery.Instance(
                node(node),
                service.id(),
                service.name(),
                service.tags(),
                service.address(),
                tagged,
                service.port(),
                service.weights().passing(),
                service.weights().warning(),
                checks.stream().map(CatalogView::said).toList());
    }

    /** Why somebody took it out for maintenance stands in the notes. */
    private static Said said(Check check) {
        String words = check.output().isEmpty() ? check.notes() : check.output();
        return new Said(check.id(), check.name(), check.status().text(), words);
    }

    private static Discovery.Node node(Node node) {
        return new Discovery.Node(node.name(), node.address(), node.taggedAddresses(), node.meta());
    }

    @Override
    public Discovery.@Nullable Node node(String name) {
        Node found = state.node(name);
        return found == null ? null : node(found);
    }

    @Override
    public Optional<Discovery.Found> query(String name) {
        return prepared(name).map(this::executed);
    }

    /** A query with its template rendered; empty where there is none. */
    Optional<Query> prepared(String name) {
        try {
            return queries.find(state, name);
        } catch (BadQuery e) {
            // Its template makes nothing of this name.
            return Optional.empty();
        }
    }

    Discovery.Found executed(Query query) {
        var candidates = new ArrayList<Candidate>();
        for (Service service : state.instances(query.service().service())) {
            Node node = state.node(service.node());
            if (node != null) {
                candidates.add(new Candidate(node, service, state.checksFor(service)));
            }
        }
        List<Discovery.Instance> let = query.service().select(candidates).stream()
                .map(c -> instance(c.node(), c.service(), c.checks()))
                .toList();
        String near = query.service().near();
        return new Discovery.Found(
                query.service().service(),
                let,
                near.equals("_agent") ? home.node().name() : near.startsWith("_") ? "" : near,
                near.equals("_ip"),
                ttl(query.dnsTtl()),
                !query.service().failover().equals(Failover.NONE));
    }

    private static Optional<Duration> ttl(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(GoDuration.parse(text));
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Discovery.At> at(String address) {
        return book.at(state, indexOfAddresses(), address);
    }

    @Override
    public List<Discovery.Node> servers() {
        var all = new ArrayList<Discovery.Node>();
        all.add(node(home.node()));
        for (Node node : state.nodes()) {
            Check alive = state.check(node.name(), Check.LIVENESS);
            boolean here = node.name().equalsIgnoreCase(home.node().name());
            if (!here && alive != null && alive.status() == CheckStatus.PASSING) {
                all.add(node(node));
            }
        }
        return all;
    }
}
