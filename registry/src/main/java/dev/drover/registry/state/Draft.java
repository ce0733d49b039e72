package dev.drover.registry.state;

import static dev.drover.registry.state.Tables.any;
import static dev.drover.registry.state.Tables.join;
import static dev.drover.registry.state.Tables.under;
import static dev.drover.registry.state.Tables.within;
import static dev.drover.registry.state.Topic.lower;

import dev.drover.registry.entry.Challenge;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.KeyStep;
import dev.drover.registry.entry.KvEntry;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.registry.entry.Session;
import dev.drover.registry.entry.UserEvent;
import dev.drover.registry.entry.Vote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pcollections.TreePMap;

/**
 * A state in the making: every write goes through here, which keeps the maps true to each other, marks what changed, and decides
 * nothing.
 */
final class Draft {
    /** How many keys that are gone are remembered one by one. */
    static final int TOMBSTONES = 16_384;

    private final Tables tables;
    private final Set<Topic> touched = new HashSet<>();

    private Draft(Tables tables) {
        this.tables = tables;
    }

    static Draft of(State from, long index, Instant at) {
        var tables = from.tables().copy();
        tables.index = index;
        tables.now = at.isAfter(tables.now) ? at : tables.now;
        return new Draft(tables);
    }

    long index() {
        return tables.index;
    }

    Instant now() {
        return tables.now;
    }

    Tables tables() {
        return tables;
    }

    Set<Topic> touched() {
        return touched;
    }

    /** What became of it; nothing is written here any more. */
    State state() {
        return new State(tables);
    }

    void put(Node node) {
        String key = lower(node.name());
        tables.nodes = tables.nodes.plus(key, node);
        if (!node.id().isEmpty()) {
            tables.nodeIds = tables.nodeIds.plus(lower(node.id()), key);
        }
        markNodes(key);
        markServicesOf(key);
    }

    /** Removes a node that has nothing on it any more. */
    void drop(Node node) {
        String key = lower(node.name());
        tables.nodes = tables.nodes.minus(key);
        if (!node.id().isEmpty()) {
            tables.nodeIds = tables.nodeIds.minus(lower(node.id()));
        }
        markNodes(key);
        tables.nodeIndexes = tables.nodeIndexes.minus(key);
        tables.nodeGone = index();
        if (tables.modelWords.containsKey(key)) {
            tables.modelWords = tables.modelWords.minus(key);
            markModels();
        }
    }

    void put(Service service) {
        String node = lower(service.node());
        String id = lower(service.id());
        String name = lower(service.name());
        tables.services = tables.services.plus(join(node, id), service);
        tables.instances = tables.instances.plus(join(name, node, id), service);
        markServices(node, name);
    }

    /** Removes a service that has no checks any more. */
    void drop(Service service) {
        String node = lower(service.node());
        String id = lower(service.id());
        String name = lower(service.name());
        tables.services = tables.services.minus(join(node, id));
        tables.instances = tables.instances.minus(join(name, node, id));
        markServices(node, name);
        if (!any(tables.instances, within(name))) {
            tables.serviceIndexes = tables.serviceIndexes.minus(name);
            tables.serviceGone = index();
        }
    }

    void put(Check check) {
        String node = lower(check.node());
        tables.checks = tables.checks.plus(join(node, lower(check.id())), check);
        tables.checksOfServices =
                tables.checksOfServices.plus(join(node, lower(check.serviceId()), lower(check.id())), check);
        markCheck(check);
    }

    void drop(Check check) {
        String node = lower(check.node());
        tables.checks = tables.checks.minus(join(node, lower(check.id())));
        tables.checksOfServices =
                tables.checksOfServices.minus(join(node, lower(check.serviceId()), lower(check.id())));
        markCheck(check);
    }

    void put(KvEntry entry) {
        forgetHolder(entry.key());
        tables.kv = tables.kv.plus(entry.key(), entry);
        tables.tombstones = tables.tombstones.minus(entry.key());
        if (!entry.session().isEmpty()) {
            tables.held = tables.held.plus(join(entry.session(), entry.key()), entry.key());
        }
        touched.add(new Topic.Key(entry.key()));
    }

    void drop(KvEntry entry) {
        forgetHolder(entry.key());
        tables.kv = tables.kv.minus(entry.key());
        tables.tombstones = tables.tombstones.plus(entry.key(), index());
        if (tables.tombstones.size() > TOMBSTONES) {
            forgetOlderHalf();
        }
        touched.add(new Topic.Key(entry.key()));
    }

    void put(Session session) {
        renew(session);
        markSession(session);
    }

    /** Notes that a session is alive, which changes no answer. */
    void renew(Session session) {
        tables.sessions = tables.sessions.plus(session.id(), session);
        tables.sessionsOfNodes = tables.sessionsOfNodes.plus(join(lower(session.node()), session.id()), session);
    }

    void drop(Session session) {
        tables.sessions = tables.sessions.minus(session.id());
        tables.sessionsOfNodes = tables.sessionsOfNodes.minus(join(lower(session.node()), session.id()));
        markSession(session);
    }

    void fire(UserEvent event) {
        var events = new ArrayList<>(tables.events);
        if (events.size() == UserEvent.KEPT) {
            events.removeFirst();
        }
        events.add(event.at(index()));
        tables.events = List.copyOf(events);
        touched.add(new Topic.Events());
    }

    void markEverything() {
        touched.clear();
        touched.add(new Topic.Everything());
    }

    void put(Vote vote) {
        tables.votes = tables.votes.plus(Tables.key(vote), vote);
        touched.add(new Topic.Votes(vote.service()));
    }

    void drop(Vote vote) {
        String key = Tables.key(vote);
        if (tables.votes.containsKey(key)) {
            tables.votes = tables.votes.minus(key);
            touched.add(new Topic.Votes(vote.service()));
        }
    }

    void putChallenges(List<Challenge> challenges) {
        tables.challenges = List.copyOf(challenges);
        touched.add(new Topic.Challenges());
    }

    void put(KeyStep step) {
        tables.keySteps = tables.keySteps.plus(step.zone(), step);
        touched.add(new Topic.KeySteps());
    }

    void markModels() {
        tables.allModels = index();
        touched.add(new Topic.Models());
    }

    void markQueries() {
        tables.allQueries = index();
        touched.add(new Topic.AllQueries());
    }

    private void markNodes(String node) {
        tables.allNodes = index();
        touched.add(new Topic.AllNodes());
        markNode(node);
    }

    private void markNode(String node) {
        tables.nodeIndexes = marked(tables.nodeIndexes, node);
        touched.add(new Topic.Node(node));
    }

    private void markServices(String node, String name) {
        tables.allServices = index();
        touched.add(new Topic.AllServices());
        markNode(node);
        markService(name);
    }

    private void markService(String name) {
        tables.serviceIndexes = marked(tables.serviceIndexes, name);
        touched.add(new Topic.Service(name));
    }

    /** One command marks the same name for its service and for each check: looking is cheaper than writing again. */
    private TreePMap<String, Long> marked(TreePMap<String, Long> indexes, String name) {
        Long known = indexes.get(name);
        return known != null && known == index() ? indexes : indexes.plus(name, index());
    }

    /** Who asks for a service's health is also told of its nodes and their checks. */
    private void markServicesOf(String node) {
        for (var service : under(tables.services, within(node))) {
            markService(lower(service.name()));
        }
    }

    private void markCheck(Check check) {
        tables.allChecks = index();
        touched.add(new Topic.AllChecks());
        markNode(lower(check.node()));
        if (check.serviceId().isEmpty()) {
            markServicesOf(lower(check.node()));
        } else {
            markService(lower(check.serviceName()));
        }
    }

    private void markSession(Session session) {
        tables.allSessions = index();
        touched.add(new Topic.AllSessions());
        touched.add(new Topic.Session(session.id()));
        touched.add(new Topic.NodeSessions(session.node()));
    }

    private void forgetHolder(String key) {
        var old = tables.kv.get(key);
        if (old != null && !old.session().isEmpty()) {
            tables.held = tables.held.minus(join(old.session(), key));
        }
    }

    /** Keys forgotten share one index from then on: at worst, who waits for one of them is told too much once. */
    private void forgetOlderHalf() {
        long[] gone = tables.tombstones.values().stream()
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        long median = gone[gone.length / 2];
        for (var tombstone : tables.tombstones.entrySet()) {
            if (tombstone.getValue() <= median) {
                tables.tombstones = tables.tombstones.minus(tombstone.getKey());
            }
        }
        tables.keysForgotten = Math.max(tables.keysForgotten, median);
    }
}
