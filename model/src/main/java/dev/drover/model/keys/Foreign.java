package dev.drover.model.keys;

import dev.drover.model.Registry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Words of other programs' files (nginx, HAProxy, Traefik, Caddy, Envoy, Compose), and what they are called here. */
final class Foreign {
    private static final String SERVICES = "write services: {NAME: {instances: {addresses: [10.0.0.11:8080]}}}";
    private static final String ROUTES = "write routes: [{match: {path: /**}, to: SERVICE}]";
    private static final String LISTEN = "write listen: {NAME: {protocol: http, address: \"*:8080\"}}";
    private static final String ADDRESSES = "write instances: {addresses: [10.0.0.11:8080, 10.0.0.12:8080]}";
    private static final String HEALTH = "write health: {check: {http: {path: /healthz}}}";
    private static final String CERTIFICATES =
            "write certificates: {NAME: {names: [shop.example.com], source: {files: {chain: a.pem, key: a.key}}}}";
    private static final String HEADERS = "write headers: {request: {set: {NAME: VALUE}}}";
    private static final String REWRITE = "write rewrite: {prefix: /} at the route";
    private static final String REGISTRY = "write registry: {}";
    private static final String TOKENS =
            "write tokens: {NAME: {secret: {env: REGISTRY_TOKEN}, everything: read}} at the registry";
    private static final String SWITCH =
            "it is no key: what needs a restart is a switch of drover up, see drover up --help";

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("upstream", SERVICES),
            Map.entry("upstreams", SERVICES),
            Map.entry("backend", SERVICES),
            Map.entry("backends", SERVICES),
            Map.entry("cluster-name", "write cluster"),
            Map.entry("clusters", SERVICES),
            Map.entry("server", ADDRESSES),
            Map.entry("servers", ADDRESSES),
            Map.entry("endpoints", ADDRESSES),
            Map.entry("targets", ADDRESSES),
            Map.entry("hosts", ADDRESSES),
            Map.entry("url", ADDRESSES),
            Map.entry("location", ROUTES),
            Map.entry("locations", ROUTES),
            Map.entry("routers", ROUTES),
            Map.entry("rule", "write match: {host: shop.example.com, path: /**}"),
            Map.entry("rules", ROUTES),
            Map.entry("paths", ROUTES),
            Map.entry("frontend", LISTEN),
            Map.entry("frontends", LISTEN),
            Map.entry("entrypoints", LISTEN),
            Map.entry("entry-points", LISTEN),
            Map.entry("listeners", LISTEN),
            Map.entry("bind", LISTEN),
            Map.entry("port", "the port is part of the address: \"*:8080\", 10.0.0.11:8080, \"[2001:db8::12]:8080\""),
            Map.entry("ports", "the port is part of the address: \"*:8080\", 10.0.0.11:8080, \"[2001:db8::12]:8080\""),
            Map.entry("proxy-pass", "write to: SERVICE"),
            Map.entry("reverse-proxy", "write to: SERVICE"),
            Map.entry("service", "write to: SERVICE"),
            Map.entry("use-backend", "write to: SERVICE"),
            Map.entry("default-backend", "write a last route: {match: {path: /**}, to: SERVICE}"),
            Map.entry("path-prefix", "write path: /PREFIX/**"),
            Map.entry("prefix", "write path: /PREFIX/**"),
            Map.entry("server-name", "write match: {host: shop.example.com}"),
            Map.entry("domain", "write match: {host: shop.example.com}"),
            Map.entry("domains", "write match: {host: shop.example.com}"),
            Map.entry("methods", "write method: [GET, HEAD]"),
            Map.entry("health-check", HEALTH),
            Map.entry("healthcheck", HEALTH),
            Map.entry("health-checks", HEALTH),
            Map.entry("option", HEALTH),
            Map.entry("load-balancer", "write balance: least-requests"),
            Map.entry("loadbalancer", "write balance: least-requests"),
            Map.entry("lb-policy", "write balance: least-requests"),
            Map.entry("sticky", "write balance: {sticky: {cookie: drover}}"),
            Map.entry("weight", "write addresses: [{\"10.0.0.12:8080\": {weight: 3}}]"),
            Map.entry("weights", "write to: {split: {NAME: 95, OTHER: 5}}"),
            Map.entry("max-fails", "write health: {evidence: {failures: 5}}"),
            Map.entry("fail-timeout", "write health: {evidence: {eject: 10s}}"),
            Map.entry("maxconn", "write concurrency for the service, or connections for each instance"),
            Map.entry("max-conns", "write connections: 256"),
            Map.entry("max-connections", "write connections: 256"),
            Map.entry("slowstart", "write slow-start: 30s"),
            Map.entry("ssl", CERTIFICATES),
            Map.entry("ssl-certificate", CERTIFICATES),
            Map.entry("ssl-certificate-key", CERTIFICATES),
            Map.entry("tls", CERTIFICATES),
            Map.entry("cert", CERTIFICATES),
            Map.entry("crt", CERTIFICATES),
            Map.entry("certs", CERTIFICATES),
            Map.entry("middlewares", "write headers, rewrite, timeout and retry at the route"),
            Map.entry("plugins", "write headers, rewrite, timeout and retry at the route"),
            Map.entry("filters", "write headers, rewrite, timeout and retry at the route"),
            Map.entry("strip-prefix", REWRITE),
            Map.entry("stripprefix", REWRITE),
            Map.entry("handle-path", REWRITE),
            Map.entry("add-header", "write headers: {response: {set: {NAME: VALUE}}}"),
            Map.entry("proxy-set-header", HEADERS),
            Map.entry("http-request", HEADERS),
            Map.entry("proxy-connect-timeout", "write timeouts: {connect: 1s}"),
            Map.entry("proxy-read-timeout", "write timeouts: {head: 30s, idle: 60s}"),
            Map.entry("proxy-send-timeout", "write timeouts: {idle: 60s}"),
            Map.entry("timeout-connect", "write timeouts: {connect: 1s}"),
            Map.entry("timeout-server", "write timeouts: {head: 30s, idle: 60s}"),
            Map.entry("client-max-body-size", "write request-size: 10MiB"),
            Map.entry("max-body-size", "write request-size: 10MiB"),
            Map.entry("body-size", "write request-size: 10MiB"),
            Map.entry("return", "write to: {respond: {status: 200}} or to: {redirect: {location: /new}}"),
            Map.entry("real-ip", "write trusted: [10.0.0.0/8]"),
            Map.entry("set-real-ip-from", "write trusted: [10.0.0.0/8]"),
            Map.entry("trusted-proxies", "write trusted: [10.0.0.0/8]"),
            Map.entry("forwarded-headers", "write trusted: [10.0.0.0/8]"),
            Map.entry("accept-proxy", "write proxy-protocol: true"),
            Map.entry("send-proxy", "remove it: PROXY headers are read, not written"),
            Map.entry("replicas", "write instances: {run: {command: [...], count: 2}}"),
            Map.entry("scale", "write instances: {run: {command: [...], count: 2}}"),
            Map.entry("command", "write instances: {run: {command: [program, argument]}}"),
            Map.entry("image", "write instances: {run: {command: [program, argument]}}; containers are run by others"),
            Map.entry("env", "write environment: {NAME: VALUE}"),
            Map.entry("includes", "write include: [team/*.yaml]"),
            Map.entry("import", "write include: [team/*.yaml]"),
            Map.entry("consul", REGISTRY),
            Map.entry("consul-catalog", REGISTRY),
            Map.entry("discovery", REGISTRY),
            Map.entry("registered", "write instances: registered"),
            Map.entry("acl", TOKENS),
            Map.entry("policies", TOKENS),
            Map.entry("workers", SWITCH),
            Map.entry("worker-processes", SWITCH),
            Map.entry("nbthread", SWITCH),
            Map.entry("admin", SWITCH),
            Map.entry("data", SWITCH),
            Map.entry("log", SWITCH),
            Map.entry("access-log", SWITCH),
            Map.entry("error-log", SWITCH),
            Map.entry("global", SWITCH),
            Map.entry(
                    "defaults",
                    "it is no key: every default is in docs/reference.md, what differs is written where it differs"));

    private Foreign() {}

    /** @param known keys of the map in which the word stands */
    static Optional<String> answer(String word, String path, List<String> known) {
        String normal = Nearest.normal(word).replace(' ', '-').toLowerCase(Locale.ROOT);
        if (path.startsWith("services.") && (normal.equals("tls") || normal.equals("ssl"))) {
            return Optional.of("write tls: verified at the service");
        }
        if (path.isEmpty() && normal.equals("server")) {
            return Optional.of(LISTEN.replace("write", "for where to listen, write") + "; "
                    + ROUTES.replace("write", "for what to serve,"));
        }
        if (path.equals("registry")
                && List.of("address", "addresses", "bind", "port", "client-addr")
                        .contains(normal)) {
            return Optional.of("write listen: " + Registry.DEFAULT_LISTEN);
        }
        if (path.equals("registry")
                && List.of("servers", "join", "retry-join", "members", "peers").contains(normal)) {
            return Optional.of("write ensemble: [NODE, ...] for nodes of Drover, or connect: [HOST:2181, ...]");
        }
        if (known.contains(normal)) {
            return Optional.of("write " + normal);
        }
        return Optional.ofNullable(WORDS.get(normal));
    }
}
