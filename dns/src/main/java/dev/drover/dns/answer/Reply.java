package dev.drover.dns.answer;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordSet;
import java.util.List;

/**
 * What a zone says to a question, by section, before it is bytes.
 *
 * @param glue what a referral is of no use without: addresses of servers that can only be found through them (RFC 9471)
 * @param extras addresses that spare a question; left out where they do not fit
 */
record Reply(
        int rcode,
        boolean authoritative,
        List<Entry> answer,
        List<Entry> authority,
        List<Entry> glue,
        List<Entry> extras) {

    Reply with(int code) {
        return new Reply(code, authoritative, answer, authority, glue, extras);
    }

    /** A set of records under the name it is given out for, which for a wildcard is the name asked for. */
    record Entry(DnsName owner, RecordSet set) {}
}
