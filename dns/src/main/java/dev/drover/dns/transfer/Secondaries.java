package dev.drover.dns.transfer;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.zone.Zone;
import dev.drover.plane.NameTraffic;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The zones of other primaries. One that is followed as before goes on. */
public final class Secondaries implements AutoCloseable {
    private final Path folder;
    private final InstantSource clock;
    private final Runnable changed;
    private volatile Map<DnsName, Secondary> all = Map.of();

    /**
     * Follows nothing yet.
     *
     * @param folder where copies are kept
     * @param changed told, by a thread of its own, that {@link #zones} has changed
     */
    public Secondaries(Path folder, InstantSource clock, Runnable changed) {
        this.folder = folder;
        this.clock = clock;
        this.changed = changed;
    }

    /** From now on these are followed, and no others. What is on disk is there at once. */
    public synchronized void follow(Collection<Followed> wanted) {
        var next = new HashMap<DnsName, Secondary>();
        var fresh = new ArrayList<Secondary>();
        for (Followed one : wanted) {
            Secondary known = all.get(one.origin());
            if (known == null || !known.followed().equals(one)) {
                known = new Secondary(one, folder, clock, changed);
                fresh.add(known);
            }
            next.put(one.origin(), known);
        }
        all.values().stream().filter(s -> !next.containsValue(s)).forEach(Secondary::close);
        all = next;
        fresh.forEach(Secondary::start);
    }

    /** Those that are there and not too old. */
    public List<Zone> zones() {
        return all.values().stream().flatMap(s -> s.zone().stream()).toList();
    }

    /** How each stands, by its name. */
    public List<NameTraffic.Copied> told() {
        return all.values().stream()
                .map(Secondary::told)
                .sorted(Comparator.comparing(NameTraffic.Copied::zone))
                .toList();
    }

    /** Somebody says that a zone has changed; whether it is one of ours, and he its primary. */
    boolean told(DnsName origin, InetAddress by) {
        Secondary secondary = all.get(origin);
        return secondary != null && secondary.told(by);
    }

    @Override
    public synchronized void close() {
        all.values().forEach(Secondary::close);
        all = Map.of();
    }
}
