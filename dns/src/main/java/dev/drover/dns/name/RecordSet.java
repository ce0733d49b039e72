package dev.drover.dns.name;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * All records of one type at one owner (RFC 2181 section 5): one TTL, at least one record, none twice.
 *
 * @param ttl seconds, 0 to 2,147,483,647 (RFC 2181 section 8)
 */
public record RecordSet(RecordType type, int ttl, List<Rdata> rdata) {
    public RecordSet {
        if (type.isQuestionOnly()) {
            throw new IllegalArgumentException(type + " is no type of records");
        }
        if (ttl < 0) {
            throw new IllegalArgumentException("a TTL of " + ttl + " s (expected: 0 to " + Integer.MAX_VALUE + ")");
        }
        if (rdata.isEmpty()) {
            throw new IllegalArgumentException("a set of " + type + " records without a record");
        }
        rdata = List.copyOf(new LinkedHashSet<>(rdata));
    }

    public static RecordSet of(RecordType type, int ttl, Rdata... rdata) {
        return new RecordSet(type, ttl, List.of(rdata));
    }

    public int size() {
        return rdata.size();
    }

    public Rdata first() {
        return rdata.getFirst();
    }
}
