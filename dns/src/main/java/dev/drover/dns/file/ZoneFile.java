package dev.drover.dns.file;

import dev.drover.dns.file.Place.Source;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import dev.drover.model.Dns;
import dev.drover.model.Problem;
import dev.drover.model.Where;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads what a zone declares: its file with all that it includes, the records in {@code drover.yaml}, and the SOA and NS records that
 * are made where nobody wrote them.
 */
public final class ZoneFile {
    /** Of inline records, and of what Drover makes, in seconds. */
    static final int TTL = 3600;

    /** Of a made SOA (RFC 1035 section 3.3.13), in seconds; negative answers are kept for a minute. */
    private static final int REFRESH = 3600;

    private static final int RETRY = 900;
    private static final int EXPIRE = 1_209_600;

    /** How long a copy of a signed zone is kept at most: shorter than any signature holds that it came with, in seconds. */
    private static final int EXPIRE_SIGNED = 432_000;

    /** When it is asked for at the latest: as often as its serial grows, in seconds. */
    private static final int REFRESH_SIGNED = 86_400;

    private static final int MINIMUM = 60;

    private final Dns.Zone declared;
    private final DnsName origin;
    private final Faults faults = new Faults();
    private final List<Found> records = new ArrayList<>();

    private ZoneFile(Dns.Zone declared) {
        this.declared = declared;
        this.origin = DnsName.parse(declared.origin());
    }

    /**
     * What reading gave.
     *
     * @param zone present when there are no problems
     * @param problems in reading order
     * @param made whether the SOA is ours, and with it the serial
     * @param written serial of the SOA as it was read
     * @param led steered names that records lead to, whose addresses are given out with those
     */
    public record Result(Optional<Zone> zone, List<Problem> problems, boolean made, long written, Set<DnsName> led) {
        public Result {
            problems = List.copyOf(problems);
            led = Set.copyOf(led);
        }

        /** The same where the SOA was written, else under this serial. */
        public Result numbered(long serial) {
            return made ? new Result(zone.map(z -> z.withSerial(serial)), problems, true, written, led) : this;
        }

        /**
         * The same as secondaries may have it when it is signed: under this serial whoever wrote the SOA, since a serial has to grow with each
         * renewal of signatures, and with times after which new ones are fetched, or the copy ends, before its signatures do. A serial that would
         * fall stays.
         */
        public Result renewable(long serial) {
            return new Result(
                    zone.map(z -> z.withSerial(made ? serial : Math.max(written, serial))
                            .withTimersWithin(REFRESH_SIGNED, EXPIRE_SIGNED)),
                    problems,
                    made,
                    written,
                    led);
        }
    }

    /**
     * Reads a zone, or finds all that is wrong with it.
     *
     * @param serial of the SOA where Drover makes it, 0 to 2^32-1
     */
    public static Result read(Dns.Zone declared, long serial) {
        return new ZoneFile(declared).read(serial);
    }

    private Result read(long serial) {
        String path = "dns.zones." + declared.origin();
        declared.file().ifPresent(file -> {
            String text = file.texts().get(file.main());
            if (text != null) {
                var source = new Source(file.shown().getOrDefault(file.main(), file.main()), path);
                new ZoneReader(source, file, origin, OptionalInt.empty(), records::add, faults).read(file.main(), text);
            }
        });
        for (int i = 0; i < declared.records().size(); i++) {
            inline(declared.records().get(i), i, path);
        }
        boolean made = madeApex(serial);
        new ZoneChecks(declared, origin, records, faults).check();
        Optional<Zone> zone = faults.count() == 0 ? Optional.of(zone()) : Optional.empty();
        return new Result(
                zone, faults.inReadingOrder(), made, zone.map(Zone::serial).orElse(serial), led());
    }

    /** Each line stands for itself: a place in it would not be one of the file that holds it. */
    private void inline(String line, int index, String path) {
        Where at = declared.where().at("records").at(Integer.toString(index));
        var inside = new Faults();
        var source = new Source(at.file(), path + ".records[" + index + "]");
        new ZoneReader(
                        source,
                        null,
                        origin,
                        OptionalInt.of(TTL),
                        r -> records.add(new Found(
                                r.owner(), r.type(), r.ttl(), r.data(), new Place(source, at.line(), at.column()))),
                        inside)
                .read("", line);
        inside.inReadingOrder().forEach(p -> faults.add(new Problem(at, p.path(), p.what(), p.fix())));
    }

    /** Whether SOA and NS records were made of {@code nameservers}. */
    private boolean madeApex(long serial) {
        boolean written = records.stream()
                .anyMatch(r -> r.owner().equals(origin)
                        && (r.type().equals(RecordType.SOA) || r.type().equals(RecordType.NS)));
        if (declared.nameservers().isEmpty() || written) {
            return false;
        }
        Place place = place("nameservers");
        List<DnsName> servers =
                declared.nameservers().stream().map(DnsName::parse).toList();
        servers.forEach(s -> records.add(new Found(origin, RecordType.NS, TTL, Rdata.of(s), place)));
        DnsName mailbox = origin.length() + 11 > DnsName.LONGEST ? origin : origin.child("hostmaster");
        records.add(new Found(origin, RecordType.SOA, TTL, soa(servers.getFirst(), mailbox, serial), place));
        return true;
    }

    private static Rdata soa(DnsName server, DnsName mailbox, long serial) {
        var data = ByteBuffer.allocate(server.length() + mailbox.length() + 20);
        data.put(server.wire()).put(mailbox.wire()).putInt((int) serial);
        data.putInt(REFRESH).putInt(RETRY).putInt(EXPIRE).putInt(MINIMUM);
        return Rdata.of(data.array());
    }

    private Place place(String key) {
        Where at = declared.where().at(key);
        return new Place(new Source(at.file(), "dns.zones." + declared.origin() + "." + key), at.line(), at.column());
    }

    private Set<DnsName> led() {
        var steered = new HashSet<DnsName>();
        declared.names().keySet().forEach(name -> steered.add(DnsName.parse(name, origin)));
        var led = new HashSet<DnsName>();
        if (!steered.isEmpty()) {
            records.forEach(
                    r -> Target.of(r.type(), r.data()).filter(steered::contains).ifPresent(led::add));
        }
        return led;
    }

    private Zone zone() {
        var builder = Zone.builder(origin);
        records.forEach(r -> builder.add(r.owner(), r.type(), r.ttl(), r.data()));
        declared.names().keySet().forEach(name -> builder.exists(DnsName.parse(name, origin)));
        return builder.build();
    }
}
