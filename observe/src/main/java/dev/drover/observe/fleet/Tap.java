package dev.drover.observe.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a program prints, read by a thread of its own so that whoever waits for it can be told to wait no longer: nothing wakes a
 * thread that reads from a pipe as long as somebody, such as a child of that program, holds the pipe's other end.
 */
final class Tap extends InputStream {
    private static final int PIECE = 1 << 16;
    private static final int MOST_PIECES = 16;
    private static final long LOOK_MILLIS = 100;
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(MOST_PIECES);
    private final AtomicLong received = new AtomicLong();
    private volatile boolean shut;
    private byte[] piece = END;
    private int at;
    private boolean ended;

    static Tap of(InputStream in) {
        var tap = new Tap();
        Thread.ofPlatform().daemon().name("fleet-tap").start(() -> tap.pump(in));
        return tap;
    }

    /** How many bytes have come. */
    long received() {
        return received.get();
    }

    /** Whoever reads gets no more than what has come. */
    void shut() {
        shut = true;
    }

    private void pump(InputStream in) {
        byte[] buffer = new byte[PIECE];
        try (in) {
            for (int read = in.read(buffer); read >= 0 && !shut; read = in.read(buffer)) {
                received.addAndGet(read);
                put(Arrays.copyOf(buffer, read));
            }
            put(END);
        } catch (IOException e) {
            shut(); // the program has ended, and its pipe with it
        } catch (OutOfMemoryError e) {
            shut(); // or whoever reads would wait for ever
        } catch (InterruptedException e) {
            shut();
            Thread.currentThread().interrupt();
        }
    }

    private void put(byte[] next) throws InterruptedException {
        boolean taken = false;
        while (!taken && !shut) {
            taken = pieces.offer(next, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        try {
            while (at == piece.length) {
                if (ended || !next()) {
                    return -1;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
        int most = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, to, from, most);
        at += most;
        return most;
    }

    /** Waits for the next piece; returns whether one came. */
    private boolean next() throws InterruptedException {
        byte[] next = pieces.poll();
        while (next == null && !shut) {
            next = pieces.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (next == null || next.length == 0) {
            ended = true;
            return false;
        }
        piece = next;
        at = 0;
        return true;
    }
}
