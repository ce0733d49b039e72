package dev.drover.dns.rollover;

import java.time.Duration;

/** What the servers of the zone above showed when they were asked for the DS record of a key. */
public sealed interface Look {
    /** Why the zone above cannot be said to vouch for the key, in words. */
    String why();

    /**
     * All of them have it.
     *
     * @param ttl for how long others keep what they show, the longest
     */
    record Shown(Duration ttl) implements Look {
        @Override
        public String why() {
            return "";
        }
    }

    /** One of them, at least, answers for the zone above and has it not. */
    record Lacking(String why) implements Look {}

    /** Nobody says that it is not there, and not all say that it is. */
    record Unknown(String why) implements Look {}
}
