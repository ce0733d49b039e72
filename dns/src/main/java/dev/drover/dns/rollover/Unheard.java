package dev.drover.dns.rollover;

import dev.drover.dns.sign.Entries;
import dev.drover.dns.sign.Entries.Entry;
import dev.drover.dns.sign.Entries.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The keys of a zone on a node that has not heard the others for a while. They may have gone on meanwhile, so that the zone above vouches for a
 * key that this node does not know to be in use. It can derive that key, though: from the moment at which others can have published it first this
 * node signs the keys with it as well, which is right whichever of them the zone above vouches for.
 *
 * <pre>
 *   others, at the soonest   key n in use |- n+1 published -|- the zone above changes to it ...   lifetime | AHEAD
 *   here                     n            |- n and n+1 ...
 * </pre>
 *
 * What others are told by hand, or by a file with a shorter lifetime, cannot be known.
 */
final class Unheard {
    /** So long ago is now: longer than a node goes between two notes of it, and short beside {@link Succession#AHEAD}. */
    static final Duration LATELY = Duration.ofHours(2);

    /** So many keys more at most. With them the keys and their signatures still go into one datagram. */
    static final int MOST = 3;

    /** None of the keys that can be published here may be in use any more. */
    static final int TOO_MANY = MOST + 1;

    private Unheard() {}

    /**
     * How many keys others can have changed to, or be about to, that this node has not heard of: {@link #TOO_MANY} if the zone above may vouch
     * for one beyond those that can be published.
     *
     * @param heard when others were heard last
     */
    static int keys(Succession at, Duration lifetime, Instant heard, Instant now) {
        if (now.isBefore(heard.plus(LATELY))) {
            return 0;
        }
        int more = 0;
        Instant next = at.another(lifetime, heard);
        while (more < MOST && !now.isBefore(next)) {
            more++;
            next = next.plus(Succession.AHEAD).plus(lifetime);
        }
        return more == MOST && !now.isBefore(next.plus(Succession.AHEAD)) ? TOO_MANY : more;
    }

    /** The keys that are known, and so many more that others can have changed to; empty with {@link #TOO_MANY}. */
    static Optional<Entries> entries(Succession at, Duration lifetime, Instant now, int more) {
        Entries known = at.entries(now, lifetime);
        if (more == 0) {
            return Optional.of(known);
        }
        if (more == TOO_MANY) {
            return Optional.empty();
        }
        var all = new ArrayList<>(known.all());
        int last = Collections.max(at.numbers());
        for (int number = last + 1; number <= last + more; number++) {
            all.add(new Entry(
                    number, Standing.PUBLISHED, "signs the keys: other nodes may have changed to it", Instant.MAX));
        }
        // The zone above would believe this node, and change back to a key that others have left.
        return Optional.of(new Entries(all, OptionalInt.empty()));
    }
}
