package dev.drover.dns.file;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordType;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** The data of records from their presentation format, each type by its own RFC. */
final class Data {
    /** The name, type, class, TTL and length before the data of a record of the root. */
    static final int HEADER = 11;

    /** What data looks like, of the types that are written by hand. */
    private static final Map<RecordType, String> EXAMPLES = Map.ofEntries(
            Map.entry(RecordType.A, "an IPv4 address such as 192.0.2.7"),
            Map.entry(RecordType.AAAA, "an IPv6 address such as 2001:db8::7"),
            Map.entry(RecordType.NS, "a host name such as ns1.example.net."),
            Map.entry(RecordType.CNAME, "a name such as www.example.net."),
            Map.entry(RecordType.DNAME, "a name such as example.net."),
            Map.entry(RecordType.PTR, "a name such as host.example.net."),
            Map.entry(RecordType.MX, "a preference and a host such as 10 mail"),
            Map.entry(RecordType.TXT, "texts of at most 255 bytes each, such as \"v=spf1 -all\""),
            Map.entry(RecordType.SRV, "priority, weight, port and host such as 0 10 443 web"),
            Map.entry(RecordType.CAA, "flags, tag and value such as 0 issue \"ca.example\""),
            Map.entry(RecordType.TLSA, "usage, selector, matching type and data such as 3 1 1 0123ABCD"),
            Map.entry(RecordType.SVCB, "priority, target and parameters such as 1 . alpn=h2"),
            Map.entry(RecordType.HTTPS, "priority, target and parameters such as 1 . alpn=h2"),
            Map.entry(
                    RecordType.SOA,
                    "server, mailbox, serial, refresh, retry, expire, minimum such as ns1 hostmaster 1 1h 15m 2w 5m"));

    private Data() {}

    /** Why data cannot be read, in words. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    static Rdata read(RecordType type, String text, DnsName origin) throws Unreadable {
        RecordType form = NewerTypes.alike(type);
        boolean newer = NewerTypes.expected(type).isPresent();
        if (text.isEmpty() && (newer || EXAMPLES.containsKey(form))) {
            throw new Unreadable("there is no data");
        }
        try {
            var relative = new Name(origin.wire());
            if (newer && !text.startsWith("\\#")) {
                return Rdata.of(NewerTypes.read(type, text, relative));
            }
            Record record = Record.fromString(Name.root, form.number(), DClass.IN, 0, text, relative);
            byte[] wire = record.toWire(Section.ANSWER);
            return Rdata.of(Arrays.copyOfRange(wire, HEADER, wire.length));
        } catch (IOException | RuntimeException e) {
            // The library's parsers throw what they like at texts of strangers, and all of it means the same.
            throw new Unreadable(reason(e));
        }
    }

    static String expected(RecordType type) {
        return NewerTypes.expected(type)
                .orElseGet(() -> EXAMPLES.getOrDefault(
                        NewerTypes.alike(type), "data of " + type + " as its RFC writes it, or \\# LENGTH HEX"));
    }

    /** The library puts a file and line of its own in front, and an article of its own before numbers. */
    private static String reason(Exception e) {
        String message = e instanceof IOException && e.getMessage() != null ? e.getMessage() : "";
        String bare = message.replaceFirst("^<[a-z]+>:[0-9]+: ", "")
                .replaceFirst("^expected an (16|32) bit", "expected a $1 bit");
        if (bare.startsWith("unexpected tokens at end of record")) {
            return "too many words";
        }
        return bare.isEmpty() ? "it cannot be read" : bare.toLowerCase(Locale.ROOT);
    }
}
