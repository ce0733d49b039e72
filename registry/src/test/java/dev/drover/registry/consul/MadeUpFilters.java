package dev.drover.registry.consul;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Filters to ask with, wherever there are such: written by hand, and made up at random, sound and broken; each time the same. */
final class MadeUpFilters {
    private static final int MADE_UP = 800;

    /** What answers, and what can be selected there. */
    private record Place(String target, List<String> selectors) {}

    private static final List<String> NODE = List.of(
            "ID",
            "Node",
            "Address",
            "Datacenter",
            "TaggedAddresses",
            "TaggedAddresses.wan",
            "Meta",
            "Meta.rack",
            "Meta[\"a-b\"]");

    private static final List<String> SERVICE = List.of(
            "Kind",
            "ID",
            "Service",
            "Tags",
            "Address",
            "TaggedAddresses",
            "TaggedAddresses.wan.Port",
            "TaggedAddresses.wan.Address",
            "TaggedAddresses.lan.Port",
            "Meta",
            "Meta.version",
            "Meta[`a_b-c`]",
            "Port",
            "Weights",
            "Weights.Passing",
            "Weights.Warning",
            "EnableTagOverride",
            "Proxy",
            "Proxy.DestinationServiceName",
            "Proxy.DestinationServiceID",
            "Proxy.LocalServiceAddress",
            "Proxy.LocalServicePort",
            "Proxy.Upstreams",
            "Proxy.Upstreams.LocalBindPort",
            "Proxy.Upstreams.MeshGateway.Mode",
            "Proxy.MeshGateway.Mode",
            "Proxy.Expose.Checks",
            "Proxy.Expose.Paths",
            "Proxy.Expose.Paths.ListenerPort",
            "Proxy.Expose.Paths.ParsedFromCheck",
            "Connect",
            "Connect.Native",
            "ServiceConnect.Native",
            "CreateIndex",
            "RaftIndex.CreateIndex",
            "Namespace",
            "EnterpriseMeta",
            "LocallyRegisteredAsSidecar",
            "Proxy.Mode",
            "Proxy.Config");

    private static final List<String> CHECK = List.of(
            "Node",
            "CheckID",
            "Name",
            "Status",
            "Notes",
            "Output",
            "ServiceID",
            "ServiceName",
            "ServiceTags",
            "Type",
            "Definition",
            "Definition.HTTP",
            "CreateIndex",
            "Namespace");

    private static final List<String> SERVICE_NODE = List.of(
            "ID",
            "Node",
            "Address",
            "Datacenter",
            "TaggedAddresses",
            "TaggedAddresses.wan",
            "NodeMeta",
            "NodeMeta.rack",
            "ServiceKind",
            "ServiceID",
            "ServiceName",
            "ServiceTags",
            "ServiceAddress",
            "ServiceTaggedAddresses",
            "ServiceTaggedAddresses.wan.Port",
            "ServiceWeights",
            "ServiceWeights.Passing",
            "ServiceMeta",
            "ServiceMeta.version",
            "ServicePort",
            "ServiceEnableTagOverride",
            "ServiceProxy.DestinationServiceName",
            "ServiceProxy.Upstreams",
            "ServiceConnect.Native",
            "CreateIndex",
            "ServiceProxyDestination");

    private static final List<Place> PLACES = List.of(
            new Place("/v1/catalog/nodes", NODE),
            new Place("/v1/catalog/service/web", SERVICE_NODE),
            new Place("/v1/catalog/node/n1", SERVICE),
            new Place("/v1/catalog/node-services/n1", SERVICE),
            new Place("/v1/agent/services", SERVICE),
            new Place("/v1/agent/checks", CHECK),
            new Place("/v1/health/node/n1", CHECK),
            new Place("/v1/health/checks/web", CHECK),
            new Place("/v1/health/state/any", CHECK),
            new Place("/v1/health/service/web", entries()));

    private static List<String> entries() {
        var all = new ArrayList<>(List.of("Checks", "Node", "Service"));
        NODE.forEach(s -> all.add("Node." + s));
        SERVICE.forEach(s -> all.add("Service." + s));
        CHECK.forEach(s -> all.add("Checks." + s));
        return all;
    }

    private static final List<String> VALUES = List.of(
            "web",
            "\"web-1\"",
            "`v1`",
            "v1",
            "r1",
            "\"\"",
            "passing",
            "warning",
            "critical",
            "8080",
            "0",
            "\"0x1f90\"",
            "\"08\"",
            "-1",
            "1.5",
            "true",
            "\"1\"",
            "FALSE",
            "\"x y\"",
            "\"^w.b$\"",
            "`(`",
            "`[[:alpha:]]+`",
            "\"a(?=b)\"",
            "`\\d{2,}`",
            "n1",
            "\"10.0\"",
            "a.b[\"c\"]",
            "\"\\u00f6\"",
            "\"\\x\"",
            "\"unended",
            "3x",
            "version",
            "wan",
            "99999999999999999999",
            "\"2000000000000000000000000000000\"",
            "rack",
            "`x{1001}`",
            "\"\\\\C\"");

    private static final List<String> ALONE = List.of(
            "",
            " ",
            "(",
            ")",
            "not",
            "a",
            "a ==",
            "== a",
            "Node == a b",
            "Node == a and",
            "Node == a or or",
            "((Node == n1)",
            "(Node == n1))",
            "not(Node == n1)",
            "not not not Node == n1",
            "Node==n1and Node==n1",
            "Node == \"n1\"and Node == n1",
            "Node == n1\nand Node == 3x",
            "Node == \"ä\" and Node == \"\\q\"",
            "Node == \"\\q\" or Node == 3x",
            "Node is  not\tempty",
            "Node isempty",
            "Node contains",
            "n1 in",
            "3 in 4",
            "[\"Node\"] == n1",
            "Node[0] == n1",
            "Node[\"x\" == n1",
            "Node.\"x\" == n1",
            "Node. == n1",
            "Node.1 == n1",
            "Node == 1.",
            "Node == .5",
            "Node == -",
            "Node == 01",
            "Node == 0",
            "Node == '1'",
            "Node = n1",
            "Node === n1",
            "Node matches \"(?P<x>n)1\"",
            "Node matches \"(?i)N1\"",
            "Node matches `\\pL`",
            "Node != \"n\\u0031\"",
            "Node != `n\\u0031`",
            "not in Node",
            "not not in Node",
            "or == or or or == or");

    private MadeUpFilters() {}

    /** Every one of them as a question. */
    static List<Script.Step> steps() {
        var steps = new ArrayList<Script.Step>();
        ALONE.forEach(expression -> steps.add(step(PLACES.getFirst(), expression)));
        for (var place : PLACES) {
            for (String selector : place.selectors) {
                steps.add(step(place, selector + " is empty"));
                steps.add(step(place, selector + " != 1"));
                steps.add(step(place, selector + " matches \"1\""));
                steps.add(step(place, "1 in " + selector));
            }
        }
        var random = new SplittableRandom(20_261_122);
        for (int i = 0; i < MADE_UP; i++) {
            var place = one(PLACES, random);
            String expression = madeUp(place, random, 3);
            steps.add(step(place, random.nextInt(3) == 0 ? broken(expression, random) : expression));
        }
        return steps;
    }

    private static Script.Step step(Place place, String expression) {
        String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8).replace("+", "%20");
        return new Script.Step(0, "GET", place.target + "?filter=" + encoded, "", Optional.empty());
    }

    private static String madeUp(Place place, SplittableRandom random, int depth) {
        String selector = one(place.selectors, random);
        String value = one(VALUES, random);
        return switch (depth == 0 ? 4 + random.nextInt(8) : random.nextInt(12)) {
            case 0 -> madeUp(place, random, depth - 1) + " and " + madeUp(place, random, depth - 1);
            case 1 -> madeUp(place, random, depth - 1) + " or " + madeUp(place, random, depth - 1);
            case 2 -> "not " + madeUp(place, random, depth - 1);
            case 3 -> "( " + madeUp(place, random, depth - 1) + ")";
            case 4, 5 -> selector + " == " + value;
            case 6 -> selector + " != " + value;
            case 7 -> value + (random.nextBoolean() ? " in " : " not in ") + selector;
            case 8 -> selector + (random.nextBoolean() ? " contains " : " not contains ") + value;
            case 9 -> selector + (random.nextBoolean() ? " is empty" : " is not empty");
            default -> selector + (random.nextBoolean() ? " matches " : " not matches ") + value;
        };
    }

    /** With one character taken out, put in or exchanged. */
    private static String broken(String expression, SplittableRandom random) {
        int at = random.nextInt(expression.length());
        int upTo = Math.min(expression.length(), at + random.nextInt(2));
        String put = one(
                List.of("", "", " ", "(", ")", "\"", "`", ".", "[", "]", "=", "!", "-", "0", "x", "\n", "ä", "not "),
                random);
        return expression.substring(0, at) + put + expression.substring(upTo);
    }

    private static <T> T one(List<T> all, SplittableRandom random) {
        return all.get(random.nextInt(all.size()));
    }
}
