package dev.drover.health.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The port accepts a connection. */
record TcpCheck(Duration timeout) implements PreparedCheck {
    @Override
    public String words() {
        return "connect";
    }

    @Override
    public Probe probe(Lane lane, InetSocketAddress address) {
        return new Connecting(lane, address);
    }

    private final class Connecting implements Probe {
        private final Lane lane;
        private final InetSocketAddress address;
        private volatile @Nullable Socket open;
        private boolean closed;

        Connecting(Lane lane, InetSocketAddress address) {
            this.lane = lane;
            this.address = address;
        }

        @Override
        public void begin(Consumer<Outcome> done) {
            Thread.ofVirtual().name("check " + address).start(() -> {
                Outcome outcome = connect();
                lane.execute(() -> {
                    if (!closed) {
                        done.accept(outcome);
                    }
                });
            });
        }

        private Outcome connect() {
            long began = lane.nanos();
            try (var socket = new Socket()) {
                open = socket;
                socket.connect(address, (int) timeout.toMillis());
                return Outcome.pass("connected in " + Words.since(began, lane.nanos()));
            } catch (SocketTimeoutException e) {
                return Outcome.fail("timed out: no connection within " + Words.of(timeout));
            } catch (IOException e) {
                return Outcome.fail(Words.failedConnection(Words.of(e)) + " after " + Words.since(began, lane.nanos()));
            } finally {
                open = null;
            }
        }

        @Override
        public void close() {
            closed = true;
            Socket socket = open;
            if (socket != null) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // It was open only to be closed.
                }
            }
        }
    }
}
