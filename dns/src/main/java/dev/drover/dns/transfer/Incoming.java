package dev.drover.dns.transfer;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a zone of the records of a transfer, taken one by one (RFC 5936 section 2.2, RFC 1995 section 4). Whatever is not as it must be is
 * refused: a primary may be wrong, or somebody else.
 */
final class Incoming {
    /** More than a zone here can have. */
    private static final int MOST_RECORDS = 2_000_000;

    private static final long MOST_BYTES = 256L << 20;

    private final DnsName origin;
    private final @Nullable Zone have;
    private final Map<DnsName, Map<RecordType, Sets>> records = new HashMap<>();
    private Step step = Step.BEGIN;
    private @Nullable RecordSet newest;
    private long reached;
    private int count;
    private long bytes;

    private enum Step {
        BEGIN,
        SECOND,
        WHOLE,
        REMOVING,
        ADDING,
        CURRENT,
        DONE
    }

    private record Sets(int ttl, Set<Rdata> data) {}

    /** @param have the version that is there; null when the whole zone was asked for */
    Incoming(DnsName origin, @Nullable Zone have) {
        this.origin = origin;
        this.have = have;
    }

    /** Why what comes is not taken, in words. */
    static final class Unsound extends Exception {
        private static final long serialVersionUID = 1L;

        Unsound(String message) {
            super(message);
        }
    }

    boolean isDone() {
        return step == Step.DONE || step == Step.CURRENT;
    }

    void take(DnsName owner, RecordType type, int ttl, Rdata data) throws Unsound {
        bytes += owner.length() + data.length() + 10L;
        if (++count > MOST_RECORDS || bytes > MOST_BYTES) {
            throw new Unsound("more than " + MOST_RECORDS + " records, or " + (MOST_BYTES >> 20) + " MiB");
        }
        boolean isSoa = type.equals(RecordType.SOA) && owner.equals(origin);
        if (!owner.isAtOrBelow(origin) || type.isQuestionOnly() || (type.equals(RecordType.SOA) && !isSoa)) {
            throw new Unsound(owner + " " + type + " does not belong to the zone");
        }
        switch (step) {
            case BEGIN -> begin(isSoa, ttl, data);
            case SECOND -> second(isSoa, owner, type, ttl, data);
            case WHOLE -> {
                if (isSoa) {
                    end(data);
                } else {
                    add(owner, type, ttl, data);
                }
            }
            case REMOVING -> {
                if (isSoa) {
                    reached = serial(data);
                    step = Step.ADDING;
                } else {
                    remove(owner, type, data);
                }
            }
            case ADDING -> adding(isSoa, owner, type, ttl, data);
            case CURRENT, DONE -> throw new Unsound("records behind the last SOA");
        }
    }

    private void begin(boolean isSoa, int ttl, Rdata data) throws Unsound {
        if (!isSoa) {
            throw new Unsound("it does not begin with the SOA");
        }
        newest = RecordSet.of(RecordType.SOA, ttl, data);
        boolean isCurrent = have != null && !Serial.isNewer(serial(data), have.serial());
        step = isCurrent ? Step.CURRENT : Step.SECOND;
    }

    private void second(boolean isSoa, DnsName owner, RecordType type, int ttl, Rdata data) throws Unsound {
        if (isSoa && have != null && serial(data) == have.serial()) {
            have.forEach((name, sets) -> sets.stream()
                    .filter(s -> !s.type().equals(RecordType.SOA))
                    .forEach(s -> records.computeIfAbsent(name, n -> new HashMap<>())
                            .put(s.type(), new Sets(s.ttl(), new LinkedHashSet<>(s.rdata())))));
            step = Step.REMOVING;
        } else if (isSoa) {
            end(data);
        } else {
            step = Step.WHOLE;
            add(owner, type, ttl, data);
        }
    }

    private void adding(boolean isSoa, DnsName owner, RecordType type, int ttl, Rdata data) throws Unsound {
        if (!isSoa) {
            add(owner, type, ttl, data);
        } else if (reached == newestSerial()) {
            end(data);
        } else if (serial(data) != reached) {
            throw new Unsound(
                    "a step begins with serial " + serial(data) + " where the last one ended with " + reached);
        } else {
            step = Step.REMOVING;
        }
    }

    private void end(Rdata data) throws Unsound {
        if (serial(data) != newestSerial()) {
            throw new Unsound("it begins with serial " + newestSerial() + " and ends with " + serial(data));
        }
        step = Step.DONE;
    }

    private void add(DnsName owner, RecordType type, int ttl, Rdata data) {
        Map<RecordType, Sets> here = records.computeIfAbsent(owner, n -> new HashMap<>());
        Sets old = here.get(type);
        Set<Rdata> all = old == null ? new LinkedHashSet<>() : old.data();
        all.add(data);
        here.put(type, new Sets(ttl, all));
    }

    private void remove(DnsName owner, RecordType type, Rdata data) throws Unsound {
        Map<RecordType, Sets> here = records.getOrDefault(owner, Map.of());
        Sets set = here.get(type);
        if (set == null || !set.data().remove(data)) {
            throw new Unsound(owner + " " + type + " is to be removed and is not there");
        }
        if (set.data().isEmpty()) {
            here.remove(type);
        }
    }

    private static long serial(Rdata soa) throws Unsound {
        if (soa.length() < 22) {
            throw new Unsound("an SOA that is none");
        }
        return soa.u32(soa.length() - 20);
    }

    private long newestSerial() throws Unsound {
        if (newest == null) {
            throw new Unsound("no SOA");
        }
        return serial(newest.first());
    }

    /** The new version; empty when the one that is there is the newest. */
    Optional<Zone> zone() throws Unsound {
        if (step == Step.CURRENT) {
            return Optional.empty();
        }
        if (step != Step.DONE || newest == null) {
            throw new Unsound("it ends before its last SOA");
        }
        if (records.getOrDefault(origin, Map.of()).containsKey(RecordType.NSEC3PARAM)) {
            throw new Unsound("it is signed with NSEC3, which is not answered here (expected: NSEC, or not signed)");
        }
        try {
            var builder = Zone.builder(origin).add(origin, newest);
            records.forEach((owner, sets) -> sets.forEach(
                    (type, set) -> builder.add(owner, new RecordSet(type, set.ttl(), List.copyOf(set.data())))));
            return Optional.of(builder.build());
        } catch (IllegalArgumentException e) {
            throw new Unsound(String.valueOf(e.getMessage()));
        }
    }
}
