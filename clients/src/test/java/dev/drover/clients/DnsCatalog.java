package dev.drover.clients;

import java.io.IOException;

/** The catalog that questions over DNS are about: services healthy and not, with addresses of all kinds, and queries. */
final class DnsCatalog {
    private DnsCatalog() {}

    static void fill(Asked server) throws IOException, InterruptedException {
        node(server, "ext", "10.0.9.1", "{}", "{}");
        node(server, "six-node", "2001:db8::9", "{}", "{}");
        node(server, "both-node", "10.0.9.3", """
                {"lan_ipv4": "10.0.9.4", "lan_ipv6": "2001:db8::4", "wan": "192.0.2.4"}""", "{}");
        node(server, "host-node", "node.example.com", "{}", "{}");
        node(server, "meta", "10.0.9.5", "{}", """
                {"rack": "7", "a=b": "c`d", "rfc1035-note": "plain text", " led": "x", "empty": ""}""");
        node(server, "dotted.name", "10.0.9.6", "{}", "{}");
        service(
                server,
                "ext",
                "web",
                "web-1",
                "10.0.1.1",
                8001,
                "\"Blue\", \"v1.2\"",
                "passing",
                "{\"Passing\": 10, \"Warning\": 2}");
        service(
                server,
                "ext",
                "web",
                "web-2",
                "10.0.1.2",
                8002,
                "\"green\"",
                "warning",
                "{\"Passing\": 10, \"Warning\": 2}");
        service(
                server,
                "both-node",
                "web",
                "web-3",
                "10.0.1.3",
                8003,
                "\"blue\"",
                "critical",
                "{\"Passing\": 10, \"Warning\": 2}");
        service(
                server,
                "ext",
                "warned",
                "warned-1",
                "10.0.1.4",
                8004,
                "",
                "warning",
                "{\"Passing\": 1, \"Warning\": 7}");
        service(
                server,
                "ext",
                "broken",
                "broken-1",
                "10.0.1.5",
                8005,
                "",
                "critical",
                "{\"Passing\": 1, \"Warning\": 1}");
        for (int i = 1; i <= 12; i++) {
            service(
                    server,
                    "ext",
                    "many",
                    "many-" + i,
                    "10.0.2." + i,
                    9000 + i,
                    "",
                    "passing",
                    "{\"Passing\": 1, \"Warning\": 1}");
        }
        service(server, "ext", "plain", "plain-1", "", 8080, "", "passing", "{\"Passing\": 1, \"Warning\": 1}");
        service(
                server,
                "six-node",
                "six",
                "six-1",
                "2001:db8::6",
                80,
                "",
                "passing",
                "{\"Passing\": 1, \"Warning\": 1}");
        service(server, "both-node", "both", "both-1", "", 80, "", "passing", "{\"Passing\": 1, \"Warning\": 1}");
        service(
                server,
                "ext",
                "host",
                "host-1",
                "backend.example.com",
                80,
                "",
                "passing",
                "{\"Passing\": 1, \"Warning\": 1}");
        service(
                server,
                "host-node",
                "node-host",
                "node-host-1",
                "",
                80,
                "",
                "passing",
                "{\"Passing\": 1, \"Warning\": 1}");
        service(server, "ext", "ported", "ported-1", "", 81, "", "passing", "{\"Passing\": 1, \"Warning\": 1}");
        service(server, "ext", "ported", "ported-2", "", 82, "", "passing", "{\"Passing\": 1, \"Warning\": 1}");
        query(server, """
                {"Name": "by-name", "Service": {"Service": "web", "Near": "ext"}, "DNS": {"TTL": "7s"}}""");
        query(server, """
                {"Name": "dotted.one", "Service": {"Service": "web", "Tags": ["blue"]}}""");
        query(server, """
                {"Name": "only-passing", "Service": {"Service": "web", "OnlyPassing": true}}""");
        query(server, """
                {"Name": "tmpl-", "Template": {"Type": "name_prefix_match"}, "Service": {"Service": "${name.suffix}"}}""");
    }

    private static void node(Asked server, String name, String address, String tagged, String meta)
            throws IOException, InterruptedException {
        server.put("/v1/catalog/register", """
                {"Node": "%s", "Address": "%s", "TaggedAddresses": %s, "NodeMeta": %s}
                """.formatted(name, address, tagged, meta));
    }

    private static void service(
            Asked server,
            String node,
            String name,
            String id,
            String address,
            int port,
            String tags,
            String status,
            String weights)
            throws IOException, InterruptedException {
        server.put("/v1/catalog/register", """
                {"Node": "%s", "SkipNodeUpdate": true, "Address": "10.0.9.1",
                 "Service": {"ID": "%s", "Service": "%s", "Address": "%s", "Port": %d, "Tags": [%s], "Weights": %s},
                 "Check": {"CheckID": "check-%s", "Name": "check", "Status": "%s", "ServiceID": "%s", "Output": "told so"}}
                """.formatted(node, id, name, address, port, tags, weights, id, status, id));
    }

    private static void query(Asked server, String body) throws IOException, InterruptedException {
        server.post("/v1/query", body);
    }
}
