package dev.drover.health.address;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What a name stands for, by address family. The two are asked for separately and may fail separately.
 *
 * @param ttl how long it may be believed
 */
record Answer(Part v4, Part v6, Duration ttl) {
    /** The addresses of one family. */
    sealed interface Part {
        /**
         * The servers answered.
         *
         * @param addresses none if the name has none of this family
         */
        record Known(List<InetAddress> addresses) implements Part {
            public Known {
                addresses = List.copyOf(addresses);
            }
        }

        record Failed(String why) implements Part {}
    }

    private static final Part NONE = new Part.Known(List.of());

    static Answer unknown() {
        return new Answer(NONE, NONE, Duration.ZERO);
    }

    /** This one where it is known, else the older: a family whose servers do not answer keeps its addresses. */
    Answer orElse(Answer older) {
        return new Answer(orElse(v4, older.v4), orElse(v6, older.v6), ttl);
    }

    private static Part orElse(Part newer, Part older) {
        return switch (newer) {
            case Part.Known known -> known;
            case Part.Failed failed -> older;
        };
    }

    /** Why it cannot be believed; empty if it can. An answer without any address is no answer: a name was declared. */
    String failure() {
        var why = new ArrayList<String>();
        for (Part part : List.of(v4, v6)) {
            if (part instanceof Part.Failed failed && !why.contains(failed.why())) {
                why.add(failed.why());
            }
        }
        return why.isEmpty() && addresses().isEmpty() ? "it has no address" : String.join("; ", why);
    }

    /** In one order whatever the order of the answer, so that a rotating answer is no change. */
    List<InetAddress> addresses() {
        var all = new ArrayList<InetAddress>();
        for (Part part : List.of(v4, v6)) {
            if (part instanceof Part.Known known) {
                all.addAll(known.addresses());
            }
        }
        all.sort(Comparator.comparing(InetAddress::getAddress, Arrays::compareUnsigned));
        return all;
    }
}
