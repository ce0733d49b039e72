package dev.drover.registry.store;

import dev.drover.plane.Ticker;
import dev.drover.registry.Contact;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Whether there is a connection to ZooKeeper, since when not, and whether this node has read all that was there when it came. */
final class Link {
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean connected;
    private boolean caughtUp;
    private boolean known;
    private boolean closed;
    private boolean broken;
    private long lastGood;

    Link(Ticker ticker) {
        this.ticker = ticker;
        lastGood = ticker.nanos();
    }

    void connected(boolean now) {
        set(() -> {
            if (connected && caughtUp) {
                lastGood = ticker.nanos();
            }
            connected = now && !broken;
            caughtUp = false;
        });
    }

    /** All that was there is read. */
    void caughtUp() {
        set(() -> {
            caughtUp = connected;
            known |= connected;
        });
    }

    /** What was read has to be read again. */
    void behind() {
        set(() -> {
            if (connected && caughtUp) {
                lastGood = ticker.nanos();
            }
            caughtUp = false;
        });
    }

    /** Nothing can be read any more, whatever connection there is. */
    void broken() {
        connected(false);
        set(() -> broken = true);
    }

    void close() {
        set(() -> closed = true);
    }

    boolean isConnected() {
        lock.lock();
        try {
            return connected;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it ever had read all that was there. */
    boolean wasCaughtUp() {
        lock.lock();
        try {
            return known;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a connection; returns without one only when closed. */
    void awaitConnected() throws InterruptedException {
        lock.lock();
        try {
            while (!connected && !closed) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until connected and caught up. Whether it came to that. */
    boolean awaitCaughtUp(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!(connected && caughtUp) && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return connected && caughtUp;
        } finally {
            lock.unlock();
        }
    }

    Contact contact() {
        lock.lock();
        try {
            return connected && caughtUp
                    ? Contact.NOW
                    : new Contact(false, Duration.ofNanos(ticker.nanos() - lastGood));
        } finally {
            lock.unlock();
        }
    }

    private void set(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
