package dev.drover.dns.discovery;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import dev.drover.model.Dns;
import dev.drover.plane.Discovery;
import dev.drover.plane.Discovery.Instance;
import dev.drover.plane.Discovery.Node;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Works out what there is at one name below a domain, of one catalog. */
final class Making {
    private static final int PRIORITY = 1;
    private static final int MOST_SERVERS = 3;
    private static final Found MISSING = new Found(false, Map.of(), Records.NONE, false, new Found.Made.OfItself());
    private static final Found BETWEEN = new Found(true, Map.of(), Records.NONE, false, new Found.Made.OfItself());

    private final Dns.Discovery settings;
    private final Discovery.Catalog catalog;
    private final DnsName name;
    /** Where in a message the domain stands, as part of the question. */
    private final int domain;

    Making(Dns.Discovery settings, Discovery.Catalog catalog, DnsName name, int domain) {
        this.settings = settings;
        this.catalog = catalog;
        this.name = name;
        this.domain = domain;
    }

    /** Empty where there is nothing that could be kept: neither such a service, nor a node, nor a query. */
    Optional<Found> of(Asked asked) {
        return switch (asked) {
            case Asked.Service service -> service(service);
            case Asked.Node node -> node(node.name());
            case Asked.Query query -> query(query.name());
            case Asked.Address(InetAddress address) -> Optional.of(address(address));
            case Asked.Apex apex -> Optional.of(apex());
            case Asked.Server server -> node(catalog.servers().getFirst().name());
            case Asked.Between between -> Optional.of(BETWEEN);
            case Asked.Elsewhere elsewhere -> Optional.empty();
            case Asked.Nothing nothing -> Optional.empty();
        };
    }

    private Optional<Found> service(Asked.Service asked) {
        List<Instance> all = catalog.instances(asked.name());
        if (all.isEmpty()) {
            return Optional.empty();
        }
        var made = new Found.Made.OfService(asked.name(), catalog.indexOfService(asked.name()));
        List<Instance> healthy = all.stream()
                .filter(i -> isTagged(i, asked.tag()) && isAnswered(settings, i))
                .toList();
        return Optional.of(instances(healthy, settings.ttlOf(asked.name()), new Nearness("", false), made));
    }

    static boolean isTagged(Instance instance, String tag) {
        return tag.isEmpty() || instance.tags().stream().anyMatch(tag::equalsIgnoreCase);
    }

    static boolean isAnswered(Dns.Discovery settings, Instance instance) {
        return settings.onlyPassing() ? instance.isPassing() : !instance.isCritical();
    }

    /**
     * Which instance goes first.
     *
     * @param node whose instance does; empty for none
     * @param client whether it is the one on the client's machine
     */
    private record Nearness(String node, boolean client) {}

    private Optional<Found> query(String asked) {
        return catalog.query(asked).map(found -> {
            var made = new Found.Made.OfQuery(
                    catalog.indexOfQueries(), found.service(), catalog.indexOfService(found.service()));
            Duration ttl = found.ttl().orElseGet(() -> settings.ttlOf(found.service()));
            return instances(found.instances(), ttl, new Nearness(found.nearest(), found.nearClient()), made);
        });
    }

    private Found instances(List<Instance> all, Duration ttl, Nearness near, Found.Made made) {
        if (all.isEmpty()) {
            return new Found(false, Map.of(), Records.NONE, false, made);
        }
        long seconds = ttl.toSeconds();
        var ipv4 = new Records.Builder();
        var ipv6 = new Records.Builder();
        var srv = new Records.Builder();
        var alias = new Records.Builder();
        for (Instance instance : all) {
            add(ipv4, instance, near, addressed(Place.of(instance, Place.Family.IPV4), instance, seconds), null);
            add(ipv6, instance, near, addressed(Place.of(instance, Place.Family.IPV6), instance, seconds), null);
            byte[] other = aliased(Place.of(instance, Place.Family.ANY), seconds);
            if (alias.isEmpty() && other != null) {
                alias.add(other);
            }
            located(srv, instance, near, seconds);
        }
        return new Found(
                true,
                Map.of(
                        RecordType.A.number(), ipv4.build(),
                        RecordType.AAAA.number(), ipv6.build(),
                        RecordType.SRV.number(), srv.build()),
                alias.build(),
                near.client(),
                made);
    }

    private static void add(
            Records.Builder records,
            Instance instance,
            Nearness near,
            byte @Nullable [] answer,
            byte @Nullable [] companion) {
        if (answer == null) {
            return;
        }
        records.add(answer, companion);
        if (instance.node().name().equalsIgnoreCase(near.node())) {
            records.goesFirst();
        }
        if (near.client()) {
            records.isOn(Place.parsed(instance.node().address()));
        }
    }

    /** A service whose own address is the name asked for is at its node. */
    private byte @Nullable [] addressed(Place place, Instance instance, long ttl) {
        return switch (place) {
            case Place.At(InetAddress address, boolean isNode) -> address(start().question(), address, ttl);
            case Place.Host(String host) -> {
                DnsName target = parsed(host);
                boolean itself = target != null && target.equals(name);
                InetAddress node = itself ? Place.parsed(instance.node().address()) : null;
                yield node == null ? null : address(start().question(), node, ttl);
            }
            case Place.Nowhere nowhere -> null;
        };
    }

    private byte @Nullable [] aliased(Place place, long ttl) {
        DnsName host = place instanceof Place.Host(String text) ? parsed(text) : null;
        return host == null || host.equals(name)
                ? null
                : start().question()
                        .head(RecordType.CNAME, ttl)
                        .data(host.wire())
                        .toBytes();
    }

    private static @Nullable DnsName parsed(String host) {
        try {
            return DnsName.parse(host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Port and target, and the target's address along with it (RFC 2782). */
    private void located(Records.Builder srv, Instance instance, Nearness near, long ttl) {
        RecordBytes answer = start().question().head(RecordType.SRV, ttl);
        int data = answer.begin();
        answer.u16(PRIORITY).u16(weight(instance)).u16(instance.port());
        switch (Place.of(instance, Place.Family.ANY)) {
            case Place.At(InetAddress address, boolean isNode) -> {
                String[] labels = isNode ? nodeLabels(instance.node().name(), address) : addressLabels(address);
                answer.below(labels).end(data);
                byte[] companion = address(start().below(labels), address, ttl);
                add(srv, instance, near, answer.toBytes(), companion);
            }
            case Place.Host(String host) -> {
                DnsName target = parsed(host);
                if (target != null) {
                    add(srv, instance, near, answer.name(target).end(data).toBytes(), null);
                }
            }
            case Place.Nowhere nowhere -> {}
        }
    }

    private static int weight(Instance instance) {
        int weight = instance.isPassing() ? instance.weight() : instance.isCritical() ? 0 : instance.warning();
        return Math.clamp(weight, 0, 0xffff);
    }

    private String[] addressLabels(InetAddress address) {
        return new String[] {HexFormat.of().formatHex(address.getAddress()), "addr", catalog.site()};
    }

    /** A node whose name is no name of DNS is told by its address. */
    private String[] nodeLabels(String node, InetAddress address) {
        String[] parts = node.split("\\.", -1);
        boolean sound = true;
        for (String part : parts) {
            sound &= part.matches("[A-Za-z0-9_-]{1,63}");
        }
        if (!sound || node.length() > 150) {
            return addressLabels(address);
        }
        String[] labels = new String[parts.length + 2];
        System.arraycopy(parts, 0, labels, 0, parts.length);
        labels[parts.length] = "node";
        labels[parts.length + 1] = catalog.site();
        return labels;
    }

    private RecordBytes start() {
        return new RecordBytes(domain);
    }

    private static byte[] address(RecordBytes owned, InetAddress address, long ttl) {
        RecordType type = address instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
        return owned.head(type, ttl).data(address.getAddress()).toBytes();
    }

    private Optional<Found> node(String asked) {
        Node node = catalog.node(asked);
        if (node == null) {
            return Optional.empty();
        }
        long ttl = settings.nodeTtl().toSeconds();
        var alias = new Records.Builder();
        byte[] other = aliased(Place.of(node, Place.Family.ANY), ttl);
        if (other != null) {
            alias.add(other);
        }
        var texts = new Records.Builder();
        node.meta()
                .forEach((key, value) -> texts.add(start().question()
                        .head(RecordType.TXT, ttl)
                        .data(MetaText.of(key, value))
                        .toBytes()));
        return Optional.of(new Found(
                true,
                Map.of(
                        RecordType.A.number(), nodeAt(node, Place.Family.IPV4, ttl),
                        RecordType.AAAA.number(), nodeAt(node, Place.Family.IPV6, ttl),
                        RecordType.TXT.number(), texts.build()),
                alias.build(),
                false,
                new Found.Made.OfNode(asked, catalog.indexOfNode(asked))));
    }

    private Records nodeAt(Node node, Place.Family family, long ttl) {
        return Place.of(node, family) instanceof Place.At(InetAddress address, boolean isNode)
                ? new Records.Builder()
                        .add(address(start().question(), address, ttl))
                        .build()
                : Records.NONE;
    }

    private Found address(InetAddress address) {
        RecordType type = address instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
        byte[] record = address(start().question(), address, settings.nodeTtl().toSeconds());
        return new Found(
                true,
                Map.of(type.number(), new Records.Builder().add(record).build()),
                Records.NONE,
                false,
                new Found.Made.OfItself());
    }

    private Found apex() {
        long ttl = settings.nodeTtl().toSeconds();
        var servers = new Records.Builder();
        for (Node server : catalog.servers().stream().limit(MOST_SERVERS).toList()) {
            if (Place.of(server, Place.Family.ANY) instanceof Place.At(InetAddress address, boolean isNode)) {
                String[] labels = nodeLabels(server.name(), address);
                RecordBytes answer = start().question().head(RecordType.NS, ttl);
                int data = answer.begin();
                servers.add(answer.below(labels).end(data).toBytes(), address(start().below(labels), address, ttl));
            }
        }
        byte[] soa = new Denial(settings, catalog).soa(start());
        return new Found(
                true,
                Map.of(
                        RecordType.SOA.number(), new Records.Builder().add(soa).build(),
                        RecordType.NS.number(), servers.build()),
                Records.NONE,
                false,
                new Found.Made.OfMoment());
    }

    static Found missing() {
        return MISSING;
    }
}
