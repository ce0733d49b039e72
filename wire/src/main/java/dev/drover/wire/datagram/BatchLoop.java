package dev.drover.wire.datagram;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A thread with a socket of its own, which takes all datagrams that are there by one call and answers them by another. It waits only
 * when there was none.
 */
final class BatchLoop implements Runnable {
    private static final System.Logger LOG = System.getLogger(BatchLoop.class.getName());
    private static final int READABLE = 1;

    private final BatchSocket socket;
    private final Responder responder;
    private final Peer peer = new Peer();
    private final AtomicBoolean ends = new AtomicBoolean();
    private final MemorySegment told = Arena.ofAuto().allocate(SystemCalls.state());
    private final int bell;
    private final int epoll;

    BatchLoop(BatchSocket socket, Responder responder) throws IOException {
        this.socket = socket;
        this.responder = responder;
        this.bell = sound("eventfd", SystemCalls.bell(told));
        this.epoll = sound("epoll_create1", SystemCalls.epoll(told));
        try (var arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(16, 8);
            event.set(ValueLayout.JAVA_INT, 0, READABLE);
            sound("epoll_ctl", SystemCalls.epollAdd(told, epoll, bell, event));
            sound("epoll_ctl", SystemCalls.epollAdd(told, epoll, socket.fd(), event));
        }
    }

    private int sound(String what, int result) throws IOException {
        if (result < 0) {
            throw BatchSocket.failed(what, told);
        }
        return result;
    }

    @Override
    public void run() {
        try (var arena = Arena.ofConfined()) {
            serve(
                    new Batch(arena, socket.tellsDestination()),
                    arena.allocate(SystemCalls.state()),
                    arena.allocate(32, 8));
        } finally {
            socket.close();
            SystemCalls.close(told, epoll);
            SystemCalls.close(told, bell);
        }
    }

    private void serve(Batch batch, MemorySegment state, MemorySegment events) {
        while (!ends.get()) {
            int received = SystemCalls.receive(state, socket.fd(), batch.received(), Batch.SIZE);
            if (received > 0) {
                batch.answer(received, responder, peer);
                send(batch, state);
                if (received == 1) {
                    // Where datagrams come one by one there is seldom a next one yet: asking for it would cost another
                    // call.
                    SystemCalls.epollWait(state, epoll, events, 2, -1);
                }
            } else if (received < 0
                    && SystemCalls.error(state) != SystemCalls.EAGAIN
                    && SystemCalls.error(state) != SystemCalls.EINTR) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "receiving datagrams failed with error {0}",
                        SystemCalls.error(state));
                return;
            } else {
                SystemCalls.epollWait(state, epoll, events, 2, -1);
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

    /** Ends it soon, after what it has received is answered. From any thread. */
    void end() {
        ends.set(true);
        SystemCalls.ring(told, bell);
    }
}
