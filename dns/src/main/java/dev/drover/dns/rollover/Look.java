package dev.drover.dns.rollover;

import java.time.Duration;

/** What the servers of the zone above showed when they were asked for the DS record of a key. */
public sealed interface Look {
    /** Why the zone above cannot be said to vouch for the key, in words. */
    String why();

    /** For how long others keep what they show, be it of another key, the longest. */
    Duration ttl();

    /** The same where others may keep for so long what was shown before. */
    Look keeping(Duration before);

    /** All of them have it. */
    record Shown(Duration ttl) implements Look {
        @Override
        public String why() {
            return "";
        }

        @Override
        public Look keeping(Duration before) {
            return new Shown(longer(ttl, before));
        }
    }

    /** One of them, at least, answers for the zone above and has it not. */
    record Lacking(String why, Duration ttl) implements Look {
        @Override
        public Look keeping(Duration before) {
            return new Lacking(why, longer(ttl, before));
        }
    }

    /** Nobody says that it is not there, and not all say that it is. */
    record Unknown(String why, Duration ttl) implements Look {
        @Override
        public Look keeping(Duration before) {
            return new Unknown(why, longer(ttl, before));
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
