package dev.drover.registry.bridge;

import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.registry.state.State;

/**
 * Where an instance of the catalog is reached, as it registered: its own address, else its node's.
 *
 * @param host a literal or a name; empty where nobody said
 * @param port 0 where nobody said
 */
public record Place(String host, int port) {
    public static Place of(State state, Service service) {
        if (!service.address().isEmpty()) {
            return new Place(service.address(), service.port());
        }
        Node node = state.node(service.node());
        return new Place(node == null ? "" : node.address(), service.port());
    }

    /** Why nobody can be sent there, or empty. */
    public String flaw() {
        if (host.isEmpty()) {
            return "it registered no address";
        }
        return port <= 0 || port > 65535 ? "it registered no port" : "";
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
