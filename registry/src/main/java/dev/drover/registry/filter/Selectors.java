package dev.drover.registry.filter;

import static dev.drover.registry.filter.Shape.TEXTS;
import static dev.drover.registry.filter.Shape.TEXT_BY_KEY;
import static dev.drover.registry.filter.Shape.TRUTH;
import static dev.drover.registry.filter.Shape.WHOLE;
import static dev.drover.registry.filter.Shape.all;
import static dev.drover.registry.filter.Shape.texts;

import dev.drover.registry.filter.Shape.Fields;
import dev.drover.registry.filter.Shape.Items;
import dev.drover.registry.filter.Shape.Keys;
import java.util.Map;

/**
 * What the entries of each filtered endpoint look like: the tables "Filtering" in Consul's pages of the agent, the catalog and
 * health (developer.hashicorp.com/consul/api-docs). Names are those of the JSON answer, except that a check's definition and the
 * indexes cannot be selected.
 */
public final class Selectors {
    private static final Fields WEIGHTS = all(WHOLE, "Passing", "Warning");
    private static final Fields MODE = texts("Mode");
    private static final Fields ADDRESS = texts("Address").and(all(WHOLE, "Port"));

    private static final Fields UPSTREAM = texts(
                    "DestinationType", "DestinationNamespace", "DestinationName", "Datacenter", "LocalBindAddress")
            .and(all(WHOLE, "LocalBindPort"))
            .and(all(MODE, "MeshGateway"));

    private static final Fields EXPOSED_PATH = texts("Path", "Protocol")
            .and(all(WHOLE, "ListenerPort", "LocalPathPort"))
            .and(all(TRUTH, "ParsedFromCheck"));

    private static final Fields PROXY = texts("DestinationServiceName", "DestinationServiceID", "LocalServiceAddress")
            .and(all(WHOLE, "LocalServicePort"))
            .and(new Fields(Map.of(
                    "Upstreams",
                    new Items(UPSTREAM),
                    "MeshGateway",
                    MODE,
                    "Expose",
                    new Fields(Map.of("Checks", TRUTH, "Paths", new Items(EXPOSED_PATH))))));

    private static final Fields CONNECT = all(TRUTH, "Native");

    /** {@code /v1/catalog/nodes}. */
    public static final Fields NODE =
            texts("ID", "Node", "Address", "Datacenter").and(all(TEXT_BY_KEY, "TaggedAddresses", "Meta"));

    /** {@code /v1/agent/services}, {@code /v1/catalog/node/NODE} and {@code /v1/catalog/node-services/NODE}: one service. */
    public static final Fields NODE_SERVICE = texts("Kind", "ID", "Service", "Address")
            .and(new Fields(Map.of(
                    "Tags",
                    TEXTS,
                    "TaggedAddresses",
                    new Keys(ADDRESS),
                    "Meta",
                    TEXT_BY_KEY,
                    "Port",
                    WHOLE,
                    "Weights",
                    WEIGHTS,
                    "EnableTagOverride",
                    TRUTH,
                    "Proxy",
                    PROXY,
                    "Connect",
                    CONNECT)));

    /** {@code /v1/catalog/service/NAME}: a service with its node, in one record. */
    public static final Fields SERVICE_NODE = texts("ID", "Node", "Address", "Datacenter")
            .and(all(TEXT_BY_KEY, "TaggedAddresses", "NodeMeta"))
            .and(texts("ServiceKind", "ServiceID", "ServiceName", "ServiceAddress"))
            .and(new Fields(Map.of(
                    "ServiceTags",
                    TEXTS,
                    "ServiceTaggedAddresses",
                    new Keys(ADDRESS),
                    "ServiceMeta",
                    TEXT_BY_KEY,
                    "ServicePort",
                    WHOLE,
                    "ServiceWeights",
                    WEIGHTS,
                    "ServiceEnableTagOverride",
                    TRUTH,
                    "ServiceProxy",
                    PROXY,
                    "ServiceConnect",
                    CONNECT)));

    /** {@code /v1/agent/checks} and {@code /v1/health/node}, {@code checks} and {@code state}: one check. */
    public static final Fields CHECK = texts(
                    "Node", "CheckID", "Name", "Status", "Notes", "Output", "ServiceID", "ServiceName", "Type")
            .and(all(TEXTS, "ServiceTags"));

    /** {@code /v1/health/service/NAME}: node, service and their checks. */
    public static final Fields SERVICE_ENTRY =
            new Fields(Map.of("Node", NODE, "Service", NODE_SERVICE, "Checks", new Items(CHECK)));

    private Selectors() {}
}
