package dev.drover.observe.history;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Recordings of a few minutes each, one after the other, in memory: the oldest goes when they are too many bytes or too old. */
final class Reels {
    private final long mostBytes;
    private final Duration mostAge;
    private final Deque<Reel> reels = new ArrayDeque<>();

    private static final class Reel extends OutputStream {
        private final Instant from;
        private final List<byte[]> pieces = new ArrayList<>();
        private Instant to;
        private int bytes;

        Reel(Instant from) {
            this.from = from;
            this.to = from;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] some, int offset, int length) {
            pieces.add(Arrays.copyOfRange(some, offset, offset + length));
            bytes += length;
        }
    }

    Reels(long mostBytes, Duration mostAge) {
        this.mostBytes = mostBytes;
        this.mostAge = mostAge;
    }

    /** Begins a reel; a recorder writes into what this returns. */
    OutputStream begin(Instant at) {
        var reel = new Reel(at);
        reels.add(reel);
        return reel;
    }

    /** The newest reel reaches up to here. */
    void reaches(Instant at) {
        reels.getLast().to = at;
        while (reels.size() > 1 && (bytes() > mostBytes || reels.getFirst().to.isBefore(at.minus(mostAge)))) {
            reels.removeFirst();
        }
    }

    /** Of the newest one. */
    Instant began() {
        return reels.getLast().from;
    }

    /** Of the newest one. */
    int size() {
        return reels.getLast().bytes;
    }

    Instant oldest() {
        return reels.getFirst().from;
    }

    long bytes() {
        return reels.stream().mapToLong(r -> r.bytes).sum();
    }

    /** The reels that tell of times from here to there. */
    List<Part> parts(Instant from, Instant to) {
        var parts = new ArrayList<Part>();
        for (Reel reel : reels) {
            if (!reel.from.isAfter(to) && !reel.to.isBefore(from)) {
                List<byte[]> pieces = List.copyOf(reel.pieces);
                parts.add(out -> {
                    for (byte[] one : pieces) {
                        out.write(one);
                    }
                });
            }
        }
        return parts;
    }

    /** A recording that can be written out. */
    interface Part {
        void writeTo(OutputStream out) throws IOException;
    }
}
