package dev.drover.plane;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Time as a parameter: a monotonic count for measuring, a wall clock for telling. */
public interface Ticker extends InstantSource {
    /** Nanoseconds since an arbitrary moment; only differences mean something. */
    long nanos();

    static Ticker system() {
        return of(System::nanoTime, InstantSource.system());
    }

    static Ticker of(LongSupplier nanos, InstantSource wall) {
        return new Ticker() {
            @Override
            public long nanos() {
                return nanos.getAsLong();
            }

            @Override
            public Instant instant() {
                return wall.instant();
            }
        };
    }
}
