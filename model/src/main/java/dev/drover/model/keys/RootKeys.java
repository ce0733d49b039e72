package dev.drover.model.keys;

import dev.drover.model.Certificate;
import dev.drover.model.Dns;
import dev.drover.model.Listener;
import dev.drover.model.Listener.BindAddress;
import dev.drover.model.Listener.Protocol;
import dev.drover.model.Network;
import dev.drover.model.Node;
import dev.drover.model.Registry;
import dev.drover.model.Route;
import dev.drover.model.Service;
import dev.drover.model.Site;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Keys at the top of a file, and what is not of a service or a route. */
public final class RootKeys {
    private static final Key<String> NODE_SITE =
            Key.optional("site", Words.nameOf("a site"), "Name of the site it stands at, one of sites.");
    private static final Key<String> NODE_ADDRESS =
            Key.optional("address", Addresses.IP, "Address at which the other nodes reach it.");
    private static final Keyed<Node> NODE = Keyed.of(
            "a node",
            f -> new Node(f.where(), f.name(), f.optional(NODE_SITE), f.optional(NODE_ADDRESS)),
            NODE_SITE,
            NODE_ADDRESS);

    private static final Key<Double> LATITUDE =
            Key.required("latitude", Units.LATITUDE, "50.11", "Degrees north of the equator (WGS 84).");
    private static final Key<Double> LONGITUDE =
            Key.required("longitude", Units.LONGITUDE, "8.68", "Degrees east of Greenwich (WGS 84).");
    private static final Key<Site.Location> LOCATION = Key.optional(
            "location",
            Keyed.of("a location", f -> new Site.Location(f.get(LATITUDE), f.get(LONGITUDE)), LATITUDE, LONGITUDE),
            "Where it is, to choose the nearest site.");
    private static final Key<List<String>> SITE_ADDRESSES = Key.<List<String>>optional(
                    "addresses", Listed.oneOrMore(Addresses.IP), "Public addresses of the site.")
            .orElse(List.of(), "none");
    private static final Keyed<Site> SITE = Keyed.of(
            "a site",
            f -> new Site(f.where(), f.name(), f.optional(LOCATION), f.get(SITE_ADDRESSES)),
            LOCATION,
            SITE_ADDRESSES);

    private static final Key<Protocol> PROTOCOL = Key.required(
            "protocol",
            Choice.<Protocol>of("")
                    .word("http", Protocol.HTTP)
                    .word("https", Protocol.HTTPS)
                    .word("dns", Protocol.DNS)
                    .word("dns-tls", Protocol.DNS_TLS)
                    .word("dns-https", Protocol.DNS_HTTPS),
            "http",
            "What is spoken: http; https with the certificates named here; dns, over UDP and TCP, for the zones of dns; dns-tls and"
                    + " dns-https, the same with certificates over TLS (usually on port 853) and in requests for /dns-query.");
    private static final Key<BindAddress> ADDRESS = Key.required(
                    "address",
                    Addresses.BIND,
                    "\"*:8080\"",
                    "Where to listen; * is every address of the machine, port 0 lets the system choose a free one.")
            .suited(listener -> listener.optional(PROTOCOL).map(RootKeys::usualAddress));
    private static final Key<List<String>> LISTENER_CERTIFICATES = Key.<List<String>>optional(
                    "certificates",
                    Listed.oneOrMore(Words.nameOf("a certificate")).distinct(),
                    "Certificates to choose from by server name (SNI); clients that send none get the first.")
            .orElse(List.of(), "none");
    private static final Key<Boolean> PROXY_PROTOCOL = Key.optional(
                    "proxy-protocol",
                    Words.YES_NO,
                    "Connections from trusted networks must open with a PROXY protocol header, version 1 or 2.")
            .orElse("false");
    private static final Keyed<Listener> LISTENER = Keyed.of(
            "a listener",
            f -> new Listener(
                    f.where(),
                    f.name(),
                    f.get(PROTOCOL),
                    f.get(ADDRESS),
                    f.get(LISTENER_CERTIFICATES),
                    f.get(PROXY_PROTOCOL)),
            PROTOCOL,
            ADDRESS,
            LISTENER_CERTIFICATES,
            PROXY_PROTOCOL);

    private static final Key<Path> CHAIN = Key.required(
            "chain", Words.FILE, "a.pem", "PEM file with the certificate and its intermediates, leaf first.");
    private static final Key<Path> PRIVATE_KEY =
            Key.required("key", Words.FILE, "a.key", "PEM file with the private key.");
    private static final Key<List<String>> SERVED_NAMES = Key.required(
            "names",
            Listed.oneOrMore(Hosts.SERVED).distinct(),
            "[shop.example.com]",
            "DNS names it serves; \"*.example.com\" stands for one label.");
    private static final Key<Certificate.Source> SOURCE = Key.required(
            "source",
            Choice.<Certificate.Source>of("")
                    .with(
                            "files",
                            Keyed.of(
                                    "certificate files",
                                    f -> new Certificate.Source.Files(f.get(CHAIN), f.get(PRIVATE_KEY)),
                                    CHAIN,
                                    PRIVATE_KEY)),
            "{files: {chain: a.pem, key: a.key}}",
            "Where chain and key come from. Files are watched, and read again when they change.");
    private static final Keyed<Certificate> CERTIFICATE = Keyed.of(
            "a certificate",
            f -> new Certificate(f.where(), f.name(), f.get(SERVED_NAMES), f.get(SOURCE)),
            SERVED_NAMES,
            SOURCE);

    private static final Key<List<String>> INCLUDE = Key.<List<String>>optional(
                    "include",
                    Listed.oneOrMore(Words.TEXT),
                    "Further files, relative to the folder of this one; * and ? stand for parts of a name, and never mean this file itself. Each is"
                            + " written like this one. Their routes follow those of this file, in the order given here.")
            .orElse(List.of(), "none");
    private static final Key<String> CLUSTER =
            Key.optional("cluster", Words.NAME, "Name of the whole, for logs and metrics. Default: drover.");
    private static final Key<SequencedMap<String, Node>> NODES =
            named("nodes", NODE, "Machines that run this file. A node finds itself by --node, else by its host name.");
    private static final Key<SequencedMap<String, Site>> SITES = named("sites", SITE, "Places where nodes stand.");
    private static final Key<SequencedMap<String, Listener>> LISTEN =
            named("listen", LISTENER, "Addresses that clients connect to.");
    private static final Key<SequencedMap<String, Certificate>> CERTIFICATES =
            named("certificates", CERTIFICATE, "Certificates for listeners of https, dns-tls and dns-https.");
    private static final Key<List<Network>> TRUSTED = Key.<List<Network>>optional(
                    "trusted",
                    Listed.oneOrMore(Addresses.NETWORK).lenient(),
                    "Networks whose X-Forwarded-*, Forwarded and PROXY headers are believed.")
            .orElse(List.of(), "none");
    private static final Key<Registry> REGISTRY = Key.optional(
            "registry",
            RegistryKeys.REGISTRY,
            "Service discovery by Consul's HTTP API. Default: none, and {} where a service says instances: registered.");
    private static final Key<Dns> DNS = Key.optional(
            "dns",
            DnsKeys.DNS,
            "The zones that this node answers for, on listeners of protocol dns, dns-tls and dns-https. Default: none.");
    private static final Key<SequencedMap<String, Service>> SERVICES = named(
            "services", ServiceKeys.SERVICE, "What is served: where its instances are, and how they are treated.");
    private static final Key<List<Route>> ROUTES = Key.<List<Route>>optional(
                    "routes",
                    Listed.of(RouteKeys.ROUTE).lenient(),
                    "What happens to requests; the first route whose match holds serves a request.")
            .orElse(List.of(), "none");

    /** A whole file. */
    public static final Shape<Declared> ROOT = Keyed.of(
                    "the file",
                    f -> new Declared(
                            f.where(),
                            f.get(INCLUDE),
                            f.optional(CLUSTER),
                            f.get(NODES),
                            f.get(SITES),
                            f.get(LISTEN),
                            f.get(CERTIFICATES),
                            f.get(TRUSTED),
                            f.optional(REGISTRY),
                            f.optional(DNS),
                            f.get(SERVICES),
                            f.get(ROUTES)),
                    INCLUDE,
                    CLUSTER,
                    NODES,
                    SITES,
                    LISTEN,
                    CERTIFICATES,
                    TRUSTED,
                    REGISTRY,
                    DNS,
                    SERVICES,
                    ROUTES)
            .lenient();

    private RootKeys() {}

    /** Where clients look for it by themselves, but for HTTP, which needs no privilege on a port of its own. */
    private static String usualAddress(Protocol protocol) {
        return switch (protocol) {
            case HTTP -> "\"*:8080\"";
            case HTTPS, DNS_HTTPS -> "\"*:8443\"";
            case DNS -> "\"*:53\"";
            case DNS_TLS -> "\"*:853\"";
        };
    }

    private static <T> Key<SequencedMap<String, T>> named(String name, Shape<T> shape, String doc) {
        Shape<SequencedMap<String, T>> values =
                Named.of("NAME", Words.NAME, shape).lenient();
        return Key.optional(name, values, doc).orElse(new LinkedHashMap<>(), "none");
    }
}
