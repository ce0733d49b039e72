package dev.drover.dns.serve;

import dev.drover.dns.message.Query;
import dev.drover.dns.message.Rcode;
import dev.drover.dns.name.RecordType;

/** How long an answer may be kept by who knows nothing of DNS (RFC 8484 section 5.1). */
final class Freshness {
    private static final int OWNER_POINTER = 0xc0;

    private Freshness() {}

    /**
     * The least TTL of the answers, in seconds; where there are none that of the SOA record (RFC 2308 section 5), and 0 for a failure.
     *
     * @param message one of ours
     */
    static long of(byte[] message, int length) {
        int rcode = message[3] & 0xf;
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return 0;
        }
        int answers = u16(message, 6);
        int at = Query.HEADER;
        for (int i = u16(message, 4); i > 0; i--) {
            at = behindName(message, at) + 4;
        }
        long least = Long.MAX_VALUE;
        for (int i = answers + u16(message, 8); i > 0 && at < length; i--) {
            int head = behindName(message, at);
            boolean counts = answers > 0 ? i > u16(message, 8) : u16(message, head) == RecordType.SOA.number();
            if (counts) {
                least = Math.min(least, (long) u16(message, head + 4) << 16 | u16(message, head + 6));
            }
            at = head + 10 + u16(message, head + 8);
        }
        return least == Long.MAX_VALUE ? 0 : least;
    }

    private static int behindName(byte[] message, int from) {
        int at = from;
        while (message[at] != 0) {
            if ((message[at] & OWNER_POINTER) == OWNER_POINTER) {
                return at + 2;
            }
            at += 1 + message[at];
        }
        return at + 1;
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }
}
