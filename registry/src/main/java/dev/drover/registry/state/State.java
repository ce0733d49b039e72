package dev.drover.registry.state;

import static dev.drover.registry.state.Tables.under;
import static dev.drover.registry.state.Tables.within;
import static dev.drover.registry.state.Topic.lower;

import dev.drover.registry.entry.AppliedModel;
import dev.drover.registry.entry.Challenge;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.KeyStep;
import dev.drover.registry.entry.KvEntry;
import dev.drover.registry.entry.ModelWord;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.PreparedQuery;
import dev.drover.registry.entry.Service;
import dev.drover.registry.entry.Session;
import dev.drover.registry.entry.UserEvent;
import dev.drover.registry.entry.Vote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the registry holds at one position in the order of writes. Immutable. Lists are in the order of their keys. Nodes and
 * services are found by name whatever its case.
 */
public final class State {
    /** Nothing, at index 1: so that who was told 1, which is never 0, learns of the first write. */
    public static final State EMPTY = new State(new Tables());

    private final Tables tables;

    State(Tables tables) {
        this.tables = tables;
    }

    Tables tables() {
        return tables;
    }

    /** The position of the last command applied. */
    public long index() {
        return tables.index;
    }

    /** The latest time that came with a command. */
    public Instant time() {
        return tables.now;
    }

    public Collection<Node> nodes() {
        return tables.nodes.values();
    }

    public @Nullable Node node(String name) {
        return tables.nodes.get(lower(name));
    }

    /** Every service on every node, by node. */
    public Collection<Service> services() {
        return tables.services.values();
    }

    /** The services on a node. */
    public List<Service> services(String node) {
        return under(tables.services, within(lower(node)));
    }

    public @Nullable Service service(String node, String id) {
        return tables.services.get(Tables.join(lower(node), lower(id)));
    }

    /** The instances of a service, by node. */
    public List<Service> instances(String name) {
        return under(tables.instances, within(lower(name)));
    }

    /** Every service on every node, by name. */
    public Collection<Service> instances() {
        return tables.instances.values();
    }

    /** The names of services that have an instance, as first written. */
    public Set<String> serviceNames() {
        var names = new LinkedHashSet<String>();
        for (var service : tables.instances.values()) {
            names.add(service.name());
        }
        return names;
    }

    /** How many names {@link #serviceNames} has, without looking at every instance. */
    public int serviceCount() {
        return tables.serviceIndexes.size();
    }

    /** Every check, by node. */
    public Collection<Check> checks() {
        return tables.checks.values();
    }

    /** The checks of a node and of all services on it. */
    public List<Check> checks(String node) {
        return under(tables.checks, within(lower(node)));
    }

    public @Nullable Check check(String node, String id) {
        return tables.checks.get(Tables.join(lower(node), lower(id)));
    }

    /** The checks of one service on a node, without the node's own; with an empty id: the node's own. */
    public List<Check> checksOf(String node, String service) {
        return under(tables.checksOfServices, within(lower(node), lower(service)));
    }

    /** What counts for an instance: the checks of its node, then its own. */
    public List<Check> checksFor(Service instance) {
        var all = new ArrayList<>(checksOf(instance.node(), ""));
        all.addAll(checksOf(instance.node(), instance.id()));
        return all;
    }

    /** The worst of {@link #checksFor}; passing without any. */
    public CheckStatus health(Service instance) {
        var worst = CheckStatus.PASSING;
        for (var check : checksFor(instance)) {
            worst = check.status().compareTo(worst) > 0 ? check.status() : worst;
        }
        return worst;
    }

    public @Nullable KvEntry key(String key) {
        return tables.kv.get(key);
    }

    public List<KvEntry> keys(String prefix) {
        return under(tables.kv, prefix);
    }

    public int keyCount() {
        return tables.kv.size();
    }

    public Collection<Session> sessions() {
        return tables.sessions.values();
    }

    public List<Session> sessions(String node) {
        return under(tables.sessionsOfNodes, within(lower(node)));
    }

    public @Nullable Session session(String id) {
        return tables.sessions.get(id);
    }

    public Collection<PreparedQuery> queries() {
        return tables.queries.values();
    }

    public @Nullable PreparedQuery query(String id) {
        return tables.queries.get(id);
    }

    /** The models that the cluster agreed on, newest first. */
    public List<AppliedModel> models() {
        return tables.models;
    }

    /** What the nodes of the cluster say of them. */
    public Collection<ModelWord> modelWords() {
        return tables.modelWords.values();
    }

    /** What certification authorities look for, oldest first; some may be over. */
    public List<Challenge> challenges() {
        return tables.challenges;
    }

    /** How far keys of signed zones have got. */
    public Collection<KeyStep> keySteps() {
        return tables.keySteps.values();
    }

    /** The last events, oldest first. */
    public List<UserEvent> events() {
        return tables.events;
    }

    /** What nodes measure of a service's instances, by instance. */
    public List<Vote> votes(String service) {
        return under(tables.votes, within(service));
    }

    public @Nullable Vote vote(String service, String instance, String node) {
        return tables.votes.get(Tables.join(service, instance, lower(node)));
    }

    /** What nodes measure, by service and instance. */
    public Collection<Vote> votes() {
        return tables.votes.values();
    }

    /**
     * When the answer to a question about {@code topic} last may have changed: {@code X-Consul-Index}. Positive, and never falling
     * while what is gone is remembered.
     */
    public long index(Topic topic) {
        var t = tables;
        long latest = switch (topic) {
            case Topic.AllNodes() -> t.allNodes;
            case Topic.AllServices() -> t.allServices;
            case Topic.AllChecks() -> t.allChecks;
            case Topic.AllSessions() -> t.allSessions;
            case Topic.AllQueries() -> t.allQueries;
            case Topic.NodeSessions _ -> t.allSessions;
            case Topic.Node(String name) -> t.nodeIndexes.getOrDefault(name, t.nodeGone);
            case Topic.Service(String name) -> t.serviceIndexes.getOrDefault(name, t.serviceGone);
            case Topic.Session(String id) -> {
                var session = t.sessions.get(id);
                yield session == null ? t.allSessions : session.modifyIndex();
            }
            case Topic.Key(String key) -> {
                var entry = t.kv.get(key);
                yield entry == null ? t.tombstones.getOrDefault(key, t.keysForgotten) : entry.modifyIndex();
            }
            case Topic.Prefix(String prefix) -> prefixIndex(prefix);
            case Topic.Models() -> t.allModels;
            case Topic.Everything _, Topic.Votes _, Topic.Challenges _, Topic.KeySteps _ -> t.index;
            case Topic.Events() -> t.events.isEmpty() ? 0 : t.events.getLast().index();
        };
        return Math.max(1, latest);
    }

    private long prefixIndex(String prefix) {
        long latest = tables.keysForgotten;
        for (var entry : under(tables.kv, prefix)) {
            latest = Math.max(latest, entry.modifyIndex());
        }
        for (long gone : under(tables.tombstones, prefix)) {
            latest = Math.max(latest, gone);
        }
        return latest;
    }
}
