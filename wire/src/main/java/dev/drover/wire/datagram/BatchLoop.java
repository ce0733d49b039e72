package dev.drover.wire.datagram;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A thread with a socket of its own, which takes all datagrams that are there by one call and answers them by another. When there is
 * none the first call waits for one ({@code MSG_WAITFORONE}): there is no third call that asks whether there is any.
 */
final class BatchLoop implements Runnable {
    private static final System.Logger LOG = System.getLogger(BatchLoop.class.getName());

    private final BatchSocket socket;
    private final Responder responder;
    private final Peer peer = new Peer();
    private final AtomicBoolean ends = new AtomicBoolean();

    BatchLoop(BatchSocket socket, Responder responder) {
        this.socket = socket;
        this.responder = responder;
    }

    @Override
    public void run() {
        try (var arena = Arena.ofConfined()) {
            serve(new Batch(arena, socket.tellsDestination()), arena.allocate(SystemCalls.state()));
        } finally {
            socket.close();
        }
    }

    private void serve(Batch batch, MemorySegment state) {
        while (!ends.get()) {
            int received = SystemCalls.receive(state, socket.fd(), batch.received(), Batch.SIZE);
            if (ends.get()) {
                // What woke it up counts as a datagram that is empty and from nobody.
                return;
            }
            if (received > 0) {
                batch.answer(received, responder, peer);
                send(batch, state);
            } else if (received < 0 && SystemCalls.error(state) != SystemCalls.EINTR) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "receiving datagrams failed with error {0}",
                        SystemCalls.error(state));
                return;
            }
        }
    }

    /** An answer that does not go, such as to an address without a route, is given up; so are all when the socket is full. */
    private void send(Batch batch, MemorySegment state) {
        int sent = 0;
        while (sent < batch.count()) {
            int now = SystemCalls.send(state, socket.fd(), batch.answers(sent), batch.count() - sent);
            if (now > 0) {
                sent += now;
            } else if (SystemCalls.error(state) == SystemCalls.EAGAIN) {
                return;
            } else if (SystemCalls.error(state) != SystemCalls.EINTR) {
                sent++;
            }
        }
    }

    /** Ends it soon; what comes at that moment may stay without an answer, as any datagram may. From any thread. */
    void end() {
        ends.set(true);
        socket.wake();
    }
}
