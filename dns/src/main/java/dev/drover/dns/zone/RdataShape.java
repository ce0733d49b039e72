package dev.drover.dns.zone;

import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;

/**
 * What data of the types that answers are made from must look like: names where names belong, addresses of their length. Data of other
 * types is bytes. Text that is written as {@code \# 3 010203} (RFC 3597) can hold anything.
 */
final class RdataShape {
    /** A set beyond this fits no message together with its question. */
    private static final int LONGEST_SET = 60_000;

    private static final int RECORD_HEAD = 12;

    private RdataShape() {}

    /** Refuses data that is not as its type says, by an {@link IllegalArgumentException} with the reason in words. */
    static void check(RecordSet set) {
        int size = 0;
        for (Rdata data : set.rdata()) {
            size += RECORD_HEAD + data.length();
            try {
                check(set.type(), data);
            } catch (IndexOutOfBoundsException e) {
                throw wrong(set.type(), data);
            }
        }
        if (size > LONGEST_SET) {
            throw new IllegalArgumentException(set.size() + " " + set.type() + " records of " + size
                    + " bytes together (expected: at most " + LONGEST_SET + ", since they are one answer)");
        }
    }

    private static void check(RecordType type, Rdata data) {
        int end = switch (type.number()) {
            case 1 -> 4; // A
            case 28 -> 16; // AAAA
            case 2, 3, 4, 5, 7, 8, 9, 12, 39 -> behindName(data, 0); // NS MD MF CNAME MB MG MR PTR DNAME
            case 6 -> behindName(data, behindName(data, 0)) + 20; // SOA
            case 14, 17 -> behindName(data, behindName(data, 0)); // MINFO RP
            case 15 -> behindName(data, 2); // MX
            case 33 -> behindName(data, 6); // SRV
            // SVCB, HTTPS: parameters follow.
            case 64, 65 -> behindName(data, 2) <= data.length() ? data.length() : -1;
            default -> data.length();
        };
        if (end != data.length()) {
            throw wrong(type, data);
        }
    }

    private static int behindName(Rdata data, int at) {
        return at + data.name(at).length();
    }

    private static IllegalArgumentException wrong(RecordType type, Rdata data) {
        return new IllegalArgumentException("data of " + type + " that is none: " + data);
    }
}
