package dev.drover.dns.discovery;

import dev.drover.dns.answer.Authority;
import dev.drover.dns.message.Query;
import dev.drover.dns.message.Rcode;
import dev.drover.dns.message.Suffixes;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import dev.drover.model.Dns;
import dev.drover.model.Spelling;
import dev.drover.plane.Discovery;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is at an address: the node, else the service of the catalog (RFC 1035 section 3.5, RFC 3596 section 2.5). Of private addresses that
 * are in no catalog it says that nobody has them, as every server is asked to (RFC 6303, RFC 7793); of others it knows nothing.
 */
final class Reverse implements Authority {
    static final List<DnsName> ORIGINS = List.of(DnsName.parse("in-addr.arpa"), DnsName.parse("ip6.arpa"));

    private static final int PAYLOAD = 1232;
    private static final int NIBBLES = 32;

    private final Dns.Discovery settings;
    private final DnsName origin;
    private final DnsName domain;
    private final Supplier<Discovery.Catalog> source;

    Reverse(Dns.Discovery settings, DnsName origin, Supplier<Discovery.Catalog> source) {
        this.settings = settings;
        this.origin = origin;
        this.domain = DnsName.parse(settings.domains().getFirst());
        this.source = source;
    }

    @Override
    public DnsName origin() {
        return origin;
    }

    @Override
    public int payload() {
        return PAYLOAD;
    }

    @Override
    public int answer(Query query, int room, boolean stream) {
        Suffixes name = query.name();
        List<String> labels = Asked.labels(name, origin.labels());
        InetAddress address = address(labels);
        if (address == null) {
            return NOT_MINE;
        }
        Discovery.Catalog catalog = source.get();
        if (!catalog.isKnown()) {
            return NOT_NOW;
        }
        Optional<DnsName> told = catalog.at(Spelling.of(address)).flatMap(at -> name(at, catalog.site()));
        int at = Query.HEADER + name.start(name.labels() - origin.labels());
        if (told.isEmpty()) {
            return isPrivate(address) ? new Denial(settings, catalog).write(query, room, Rcode.NXDOMAIN, at) : NOT_MINE;
        }
        boolean asked = query.type() == RecordType.PTR.number() || query.type() == RecordType.ANY.number();
        if (!asked) {
            return new Denial(settings, catalog).write(query, room, Rcode.NOERROR, at);
        }
        byte[] record = new RecordBytes(at)
                .question()
                .head(RecordType.PTR, settings.nodeTtl().toSeconds())
                .data(told.get().wire())
                .toBytes();
        return new Records.Builder().add(record).build().write(query, room, 1, false);
    }

    /** The name that a domain of discovery names has for it; empty where that is no name of DNS. */
    private Optional<DnsName> name(Discovery.At at, String site) {
        try {
            String kind = at.isNode() ? ".node." : ".service.";
            return Optional.of(DnsName.parse(at.name() + kind + site, domain));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Null for a name that is no whole address. */
    private static @Nullable InetAddress address(List<String> labels) {
        byte[] bytes = labels.size() == 4 ? ipv4(labels) : labels.size() == NIBBLES ? ipv6(labels) : null;
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte @Nullable [] ipv4(List<String> labels) {
        var bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            String text = labels.get(3 - i);
            if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > 255) {
                return null;
            }
            bytes[i] = (byte) Integer.parseInt(text);
        }
        return bytes;
    }

    private static byte @Nullable [] ipv6(List<String> labels) {
        var bytes = new byte[16];
        for (int i = 0; i < NIBBLES; i++) {
            String text = labels.get(NIBBLES - 1 - i).toLowerCase(Locale.ROOT);
            if (!text.matches("[0-9a-f]")) {
                return null;
            }
            bytes[i / 2] |= (byte) (Character.digit(text.charAt(0), 16) << (i % 2 == 0 ? 4 : 0));
        }
        return bytes;
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        boolean shared = bytes.length == 4 && first == 100 && (bytes[1] & 0xc0) == 64;
        boolean unique = bytes.length == 16 && (first & 0xfe) == 0xfc;
        return shared
                || unique
                || address.isSiteLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress();
    }
}
