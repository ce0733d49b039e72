package dev.drover.observe.fleet;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory for what hosts that are watched at the same time have told and is not let go yet. {@link #OWN} of each is always
 * theirs; what one holds beyond is taken from what all share, so that those who babble leave the others what they need.
 */
final class Room {
    static final long OWN = 4 << 20;
    static final long SHARED = 40 << 20;
    /** Less often asked for. */
    private static final long STEP = 1 << 16;

    private final AtomicLong left;

    Room(long shared) {
        left = new AtomicLong(shared);
    }

    /** What one host has of it. */
    final class Part implements AutoCloseable {
        private long taken;

        /** Makes it what is needed to hold so much; false, and nothing is changed, if there is not enough left. */
        boolean hold(long bytes) {
            long wanted = bytes <= OWN ? 0 : (bytes - OWN + STEP - 1) / STEP * STEP;
            long more = wanted - taken;
            if (more > 0 && left.addAndGet(-more) < 0) {
                left.addAndGet(more);
                return false;
            }
            if (more < 0) {
                left.addAndGet(-more);
            }
            taken = wanted;
            return true;
        }

        @Override
        public void close() {
            hold(0);
        }
    }

    Part part() {
        return new Part();
    }

    long left() {
        return left.get();
    }
}
