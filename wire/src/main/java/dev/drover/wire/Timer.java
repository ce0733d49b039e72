package dev.drover.wire;

/**
 * Something that happens on its loop when a moment has passed; armed and disarmed as often as wanted, at the price of one
 * store. Lives in at most one {@link Timers}.
 */
public abstract class Timer {
    static final long NEVER = Long.MAX_VALUE;

    long deadline = NEVER;
    /** Tick of the slot that holds this, or -1 when in none. */
    long tick = -1;

    Timer previous = this;
    Timer next = this;

    /** Called on the loop, at most one tick late; disarmed before. */
    protected abstract void expired();

    public final boolean isArmed() {
        return deadline != NEVER;
    }

    final void unlink() {
        previous.next = next;
        next.previous = previous;
        previous = this;
        next = this;
        tick = -1;
    }

    final void insertBefore(Timer other) {
        previous = other.previous;
        next = other;
        previous.next = this;
        other.previous = this;
    }

    /** The head of a ring: never fires. */
    static final class Ring extends Timer {
        @Override
        protected void expired() {
            throw new IllegalStateException("a ring does not expire");
        }

        boolean isEmpty() {
            return next == this;
        }

        /** Takes all members of the other, which is empty then. */
        void takeAll(Ring other) {
            if (!other.isEmpty()) {
                next = other.next;
                previous = other.previous;
                next.previous = this;
                previous.next = this;
                other.next = other;
                other.previous = other;
            }
        }
    }
}
