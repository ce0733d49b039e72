package dev.drover.dns.peers;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;

/** The zones that all servers of a test serve, from the files in {@code resources/served}. */
public final class Zones {
    private static final Path FOLDER = Path.of("src/test/resources/served");
    private static final List<String> ORIGINS = List.of(
            "example.test", "parent.test", "child.parent.test", "apex.test", "star.test", "2.0.192.in-addr.arpa");

    private Zones() {}

    /** Files by origin. */
    public static Map<String, Path> files() {
        var all = new TreeMap<String, Path>();
        ORIGINS.forEach(o -> all.put(o, FOLDER.resolve(o + ".zone")));
        return all;
    }

    public static List<Zone> all() {
        return files().entrySet().stream()
                .map(e -> read(e.getValue(), e.getKey()))
                .toList();
    }

    public static Zone read(Path file, String origin) {
        var builder = Zone.builder(DnsName.parse(origin));
        try (var master = new Master(file.toString(), Name.fromString(origin + "."))) {
            for (var r = master.nextRecord(); r != null; r = master.nextRecord()) {
                byte[] wire = r.toWire(Section.ANSWER);
                int data = r.getName().length() + 10;
                builder.add(
                        DnsName.ofWire(wire, 0),
                        RecordType.of(r.getType()),
                        (int) r.getTTL(),
                        Rdata.of(Arrays.copyOfRange(wire, data, wire.length)));
            }
            return builder.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
