package dev.drover.dns.peers;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.zone.Zone;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;

/** Questions about zones: every name that they have, and names beside, above and below those, in letters of either case. */
final class Questions {
    /** A name and the number of a type. */
    record Question(DnsName name, int type) {
        byte[] message(int id) {
            var all = new ByteArrayOutputStream();
            all.writeBytes(new byte[] {(byte) (id >> 8), (byte) id, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0});
            all.writeBytes(name.wire());
            all.writeBytes(new byte[] {(byte) (type >> 8), (byte) type, 0, 1});
            return all.toByteArray();
        }

        @Override
        public String toString() {
            return name + " " + dev.drover.dns.name.RecordType.of(type);
        }
    }

    /** A, NS, CNAME, SOA, PTR, MX, TXT, AAAA, SRV, DNAME, DS, TLSA, SVCB, HTTPS, CAA, an unknown one. */
    private static final int[] TYPES = {1, 2, 5, 6, 12, 15, 16, 28, 33, 39, 43, 52, 64, 65, 257, 65280};

    private Questions() {}

    static List<Question> about(List<Zone> zones, int count, Random random) {
        List<DnsName> names = names(zones);
        var all = new LinkedHashSet<Question>();
        for (int i = 0; all.size() < count && i < count * 20; i++) {
            DnsName name = names.get(random.nextInt(names.size()));
            all.add(new Question(
                    random.nextInt(4) == 0 ? cased(name, random) : name, TYPES[random.nextInt(TYPES.length)]));
        }
        return new ArrayList<>(all);
    }

    private static List<DnsName> names(List<Zone> zones) {
        var all = new LinkedHashSet<DnsName>();
        for (Zone zone : zones) {
            for (DnsName owner : zone.owners()) {
                for (DnsName n = owner; n.isAtOrBelow(zone.origin()); n = n.parent()) {
                    all.add(n);
                    all.add(n.child("x"));
                    all.add(n.child("y.x"));
                    all.add(n.child("*"));
                    all.add(n.child("x.*"));
                    all.add(n.child("host"));
                    if (n.isRoot()) {
                        break;
                    }
                }
            }
        }
        return new ArrayList<>(all);
    }

    private static DnsName cased(DnsName name, Random random) {
        byte[] wire = name.wire();
        for (int i = 0; wire[i] != 0; i += 1 + wire[i]) {
            for (int j = i + 1; j <= i + wire[i]; j++) {
                if (wire[j] >= 'a' && wire[j] <= 'z' && random.nextBoolean()) {
                    wire[j] -= 32;
                }
            }
        }
        return DnsName.ofWire(wire, 0);
    }
}
