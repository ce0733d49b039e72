package dev.drover.admin;

import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Memory that bodies of requests may take together: with more, the next one waits, or is told to come back. */
final class Bodies {
    private static final int MIB = 1 << 20;

    /** One of the largest. */
    private final Semaphore room = new Semaphore(AdminServer.LARGEST_BODY / MIB, true);

    /** A body that is held as long as this is open. */
    final class Held implements AutoCloseable {
        private final byte[] bytes;
        private final int share;

        private Held(byte[] bytes, int share) {
            this.bytes = bytes;
            this.share = share;
        }

        /** Before it is read: that there is room for so many bytes for each of its own. */
        Held demand(int factor) {
            Heap.demand(bytes.length, factor);
            return this;
        }

        <T> T as(Class<T> type) throws IOException {
            return Json.read(bytes, type);
        }

        @Override
        public void close() {
            room.release(share);
        }
    }

    Held of(ServerRequest request) {
        long told = request.headers().contentLength().orElse(AdminServer.LARGEST_BODY);
        int share = Math.ceilDiv(Math.clamp(told, 1, AdminServer.LARGEST_BODY), MIB);
        try {
            if (!room.tryAcquire(share, 60, TimeUnit.SECONDS)) {
                throw new Desk.Busy("the node is busy with other large requests; try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Desk.Busy("the node is ending");
        }
        byte[] bytes = null;
        try {
            Heap.demand(Math.clamp(told, 0, AdminServer.LARGEST_BODY), Heap.TO_HOLD);
            bytes = request.content().as(byte[].class);
            return new Held(bytes, share);
        } finally {
            if (bytes == null) {
                room.release(share);
            }
        }
    }
}
