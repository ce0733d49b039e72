package dev.drover.lab.victim;

import dev.drover.plane.Ticker;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What ails the service from the inside, as told on its standard input: {@code accept-every MILLIS} (it
 * accepts no two connections in less time), {@code lock MILLIS} (each
 * request holds the one lock that long), {@code burn MILLIS} (each computes that long), {@code open COUNT} (descriptors that are never
 * closed), {@code park COUNT} (threads that wait for ever), {@code retain SHARE} (percent of the heap that stay in use, after which
 * each request makes 4 MiB of garbage), {@code heal} (nothing ails it any more).
 */
final class Ailment {
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Object> held = new ArrayList<>();
    private volatile long acceptMillis;
    private volatile long lockMillis;
    private volatile long burnMillis;
    private volatile int garbage;
    private final AtomicInteger healed = new AtomicInteger();
    private final AtomicLong spun = new AtomicLong();

    Ailment(Ticker ticker) {
        this.ticker = ticker;
    }

    String take(String order) {
        String[] words = order.split(" ", -1);
        int number = words.length > 1 ? Integer.parseInt(words[1]) : 0;
        try {
            switch (words[0]) {
                case "accept-every" -> acceptMillis = number;
                case "park" -> park(number);
                case "heal" -> heal();
                case "lock" -> lockMillis = number;
                case "burn" -> burnMillis = number;
                case "open" -> open(number);
                case "retain" -> retain(number);
                default -> {
                    return "unknown order " + order;
                }
            }
            return "done";
        } catch (IOException e) {
            return e.getMessage() + " at " + held.size();
        }
    }

    /** How long to wait before the next connection is accepted. */
    long acceptMillis() {
        return acceptMillis;
    }

    private void heal() throws IOException {
        acceptMillis = 0;
        lockMillis = 0;
        burnMillis = 0;
        garbage = 0;
        healed.incrementAndGet();
        for (Object one : held) {
            if (one instanceof FileInputStream file) {
                file.close();
            }
        }
        held.clear();
    }

    private void park(int count) {
        int now = healed.get();
        try {
            for (int i = 0; i < count; i++) {
                Thread.ofPlatform().name("parked-" + i).daemon(true).start(() -> {
                    while (healed.get() == now) {
                        LockSupport.parkNanos(100_000_000_000L);
                    }
                });
            }
        } catch (OutOfMemoryError e) {
            garbage = 0; // no more threads to be had: that is the point
        }
    }

    private void open(int count) {
        try {
            for (int i = 0; i < count; i++) {
                held.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            held.addLast(e); // no more to be had: that is the point
        }
    }

    private void retain(int percent) {
        long bytes = Runtime.getRuntime().maxMemory() * percent / 100;
        try {
            for (long kept = 0; kept < bytes; kept += 1 << 10) {
                held.add(new byte[1000]);
            }
        } catch (OutOfMemoryError e) { // as full as it gets; a little must be left to serve with
            held.subList(held.size() - held.size() / 20, held.size()).clear();
        }
        garbage = 4 << 20;
    }

    /** What each request goes through. */
    void bear() {
        if (garbage > 0) {
            for (int made = 0; made < garbage; made += 1 << 10) {
                spun.lazySet(new byte[1000].length);
            }
        }
        for (long until = ticker.nanos() + burnMillis * 1_000_000; ticker.nanos() - until < 0; ) {
            spun.lazySet(until);
        }
        long millis = lockMillis;
        if (millis > 0) {
            lock.lock();
            try {
                LockSupport.parkNanos(millis * 1_000_000);
            } finally {
                lock.unlock();
            }
        }
    }
}
