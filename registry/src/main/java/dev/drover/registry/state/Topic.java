package dev.drover.registry.state;

import java.util.Locale;

/** Something whose changes can be waited for. */
public sealed interface Topic {
    /** The list of nodes. */
    record AllNodes() implements Topic {}

    /** A node, its services and their checks. */
    record Node(String name) implements Topic {
        public Node {
            name = lower(name);
        }
    }

    /** The list of services: any registration or removal, no change of health. */
    record AllServices() implements Topic {}

    /** The instances of a service, their nodes, and the checks of both. */
    record Service(String name) implements Topic {
        public Service {
            name = lower(name);
        }
    }

    /** Any check. */
    record AllChecks() implements Topic {}

    record Key(String key) implements Topic {}

    /** The keys that start so. */
    record Prefix(String prefix) implements Topic {}

    record AllSessions() implements Topic {}

    record Session(String id) implements Topic {}

    /** The sessions of a node. */
    record NodeSessions(String node) implements Topic {
        public NodeSessions {
            node = lower(node);
        }
    }

    record AllQueries() implements Topic {}

    /** What nodes measure of a service's instances. Told to listeners; nobody waits for it. */
    record Votes(String service) implements Topic {}

    record Events() implements Topic {}

    /** The model of the cluster, and what its nodes say of it. */
    record Models() implements Topic {}

    /** What certification authorities look for. Told to listeners; nobody waits for it. */
    record Challenges() implements Topic {}

    /** How far keys of signed zones have got. Told to listeners; nobody waits for it. */
    record KeySteps() implements Topic {}

    /** All of these at once. */
    record Everything() implements Topic {}

    /** Nodes and services are the same whatever their case, as in Consul. */
    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
