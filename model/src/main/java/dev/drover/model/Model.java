package dev.drover.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Everything that one {@code drover.yaml} and its includes declare, checked: a model that exists is sound by itself.
 *
 * <p>Maps keep the order of the file. Two models are equal when they declare the same, wherever it was written.
 *
 * @param cluster name of the whole, used in logs and by other rooms
 * @param nodes machines that run this file; empty means one node that need not be named
 * @param listeners the {@code listen} map, by name
 * @param trusted networks whose {@code X-Forwarded-*}, {@code Forwarded} and PROXY headers are believed
 * @param registry absent where none is run
 * @param dns absent where no zone is answered for
 * @param routes in the order of the file; the first whose match holds serves a request
 */
public record Model(
        Where where,
        String cluster,
        SequencedMap<String, Node> nodes,
        SequencedMap<String, Site> sites,
        SequencedMap<String, Listener> listeners,
        SequencedMap<String, Certificate> certificates,
        List<Network> trusted,
        Optional<Registry> registry,
        Optional<Dns> dns,
        SequencedMap<String, Service> services,
        List<Route> routes) {

    public Model {
        nodes = ordered(nodes);
        sites = ordered(sites);
        listeners = ordered(listeners);
        certificates = ordered(certificates);
        trusted = List.copyOf(trusted);
        services = ordered(services);
        routes = List.copyOf(routes);
    }

    /** A model that declares nothing: what a node holds before its first file. */
    public static Model empty() {
        var none = new LinkedHashMap<String, Object>();
        return new Model(
                Where.nowhere(),
                "drover",
                copy(none),
                copy(none),
                copy(none),
                copy(none),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                copy(none),
                List.of());
    }

    /** The nodes of each site, in the order of the file; those that stand at none are under the empty name. */
    public SequencedMap<String, List<Node>> nodesOfSites() {
        var sites = new LinkedHashMap<String, List<Node>>();
        nodes.values()
                .forEach(node -> sites.computeIfAbsent(node.site().orElse(""), s -> new ArrayList<>())
                        .add(node));
        return sites;
    }

    /** The listeners that speak HTTP, with TLS or without. */
    public List<Listener> httpListeners() {
        return listeners.values().stream().filter(l -> l.protocol().isHttp()).toList();
    }

    /** The listeners that answer DNS, whatever it is carried by. */
    public List<Listener> dnsListeners() {
        return listeners.values().stream().filter(l -> !l.protocol().isHttp()).toList();
    }

    /** This model with other declarations of names. */
    public Model with(Dns names) {
        return new Model(
                where,
                cluster,
                nodes,
                sites,
                listeners,
                certificates,
                trusted,
                registry,
                Optional.of(names),
                services,
                routes);
    }

    public Optional<Service> service(String name) {
        return Optional.ofNullable(services.get(name));
    }

    @SuppressWarnings("unchecked")
    private static <V> SequencedMap<String, V> copy(Map<String, Object> none) {
        return (SequencedMap<String, V>) new LinkedHashMap<>(none);
    }

    private static <V> SequencedMap<String, V> ordered(SequencedMap<String, V> map) {
        return java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
    }
}
