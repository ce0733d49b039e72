package dev.drover.dns.peers;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a response says, in a form that can be compared: sections as sets, names in lower case. The OPT record is left out. */
record Seen(
        String rcode,
        boolean authoritative,
        boolean truncated,
        Set<String> answer,
        Set<String> authority,
        Set<String> additional) {
    static Seen of(byte[] response) throws IOException {
        var message = new Message(response);
        return new Seen(
                Rcode.string(message.getRcode()),
                message.getHeader().getFlag(Flags.AA),
                message.getHeader().getFlag(Flags.TC),
                section(message, Section.ANSWER),
                section(message, Section.AUTHORITY),
                section(message, Section.ADDITIONAL));
    }

    private static Set<String> section(Message message, int section) {
        var all = new TreeSet<String>();
        for (Record r : message.getSection(section)) {
            if (!(r instanceof OPTRecord)) {
                all.add(r.getName().toString().toLowerCase(Locale.ROOT) + " " + r.getTTL() + " "
                        + Type.string(r.getType()) + " " + HexFormat.of().formatHex(r.rdataToWireCanonical()));
            }
        }
        return all;
    }

    boolean has(Set<String> section, String type) {
        return section.stream().anyMatch(r -> r.split(" ", -1)[2].equals(type));
    }

    Seen withAdditional(Set<String> other) {
        return new Seen(rcode, authoritative, truncated, answer, authority, other);
    }

    Seen withAuthority(Set<String> other) {
        return new Seen(rcode, authoritative, truncated, answer, other, additional);
    }

    Seen withRcode(String other) {
        return new Seen(other, authoritative, truncated, answer, authority, additional);
    }

    @Override
    public String toString() {
        return rcode + (authoritative ? " aa" : "") + (truncated ? " tc" : "") + "\n    answer " + answer
                + "\n    authority " + authority + "\n    additional " + additional;
    }
}
