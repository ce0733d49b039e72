package dev.drover.dns.answer;

import dev.drover.dns.message.Query;
import dev.drover.dns.name.DnsName;

/** An answer as bytes, ready to be put behind a question. */
final class Template {
    /** The longest body: beside it there must be room for the longest question and an OPT record of ours. */
    static final int LONGEST = Query.LONGEST - Query.HEADER - DnsName.LONGEST - 4 - 256;

    /**
     * Records by section.
     *
     * @param glue in the additional section, without which the answer is none
     * @param extras behind those, which may be left out
     */
    record Counts(int answers, int authorities, int glue, int extras) {}

    /** The length of the name that it was made for: pointers move with the length of the name asked for. */
    final int nominal;

    final int rcode;
    final boolean authoritative;
    final Counts counts;
    final byte[] body;
    /** Bytes of the body without the extras. */
    final int needed;
    /** Where in the body pointers stand that move. */
    final int[] moved;

    Template(int nominal, Reply reply, Counts counts, byte[] body, int needed, int[] moved) {
        this.nominal = nominal;
        this.rcode = reply.rcode();
        this.authoritative = reply.authoritative();
        this.counts = counts;
        this.body = body;
        this.needed = needed;
        this.moved = moved;
    }
}
