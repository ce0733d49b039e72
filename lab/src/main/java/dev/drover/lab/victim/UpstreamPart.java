package dev.drover.lab.victim;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What each request asks the upstream, on a connection of its own or on one of a pool. */
interface UpstreamPart {
    int PATIENCE_MILLIS = 3_000;

    void ask() throws IOException;

    /** Takes that many connections from the pool and never gives them back; says what came of it. */
    default String leak(int count) {
        return "no pool to leak from: " + count;
    }

    default void heal() {}

    static UpstreamPart of(Map<String, String> settings) {
        String upstream = settings.get("upstream");
        if (upstream == null) {
            return () -> {};
        }
        int at = upstream.lastIndexOf(':');
        var peer = new Peer(
                upstream.substring(0, at),
                Integer.parseInt(upstream.substring(at + 1)),
                Integer.parseInt(settings.getOrDefault("bytes", "1024")));
        String pool = settings.get("pool");
        return pool == null ? peer : Pool.of(peer, Integer.parseInt(pool));
    }

    /** The upstream, and how many bytes it is asked for. */
    record Peer(String host, int port, int bytes) implements UpstreamPart {
        @Override
        public void ask() throws IOException {
            try (Socket socket = connect()) {
                ask(socket, -bytes);
            }
        }

        Socket connect() throws IOException {
            var socket = new Socket();
            try {
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }

        /** Below 0 it is the last that this connection is asked for. */
        void ask(Socket socket, int number) throws IOException {
            socket.getOutputStream().write(ByteBuffer.allocate(4).putInt(number).array());
            new DataInputStream(socket.getInputStream()).readFully(new byte[bytes]);
        }
    }

    /** Connections that are kept, each for one request at a time; whoever finds none waits for one. */
    record Pool(Peer peer, BlockingQueue<Place> free, List<Place> leaked) implements UpstreamPart {
        /** A place in the pool, with a connection once it was used. */
        private static final class Place {
            private @Nullable Socket open;
        }

        static Pool of(Peer peer, int size) {
            var free = new ArrayBlockingQueue<Place>(size);
            for (int i = 0; i < size; i++) {
                free.add(new Place());
            }
            return new Pool(peer, free, new ArrayList<>());
        }

        @Override
        public void ask() throws IOException {
            Place place = take();
            try {
                Socket socket = place.open == null ? peer.connect() : place.open;
                place.open = socket;
                peer.ask(socket, peer.bytes);
            } catch (IOException e) {
                if (place.open != null) {
                    place.open.close();
                    place.open = null;
                }
                throw e;
            } finally {
                free.add(place);
            }
        }

        private Place take() throws IOException {
            try {
                Place place = free.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                if (place == null) {
                    throw new IOException("no connection became free");
                }
                return place;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        @Override
        public String leak(int count) {
            try {
                for (int i = 0; i < count; i++) {
                    leaked.add(take());
                }
                return "done";
            } catch (IOException e) {
                return "leaked no more than " + leaked.size() + ": " + e.getMessage();
            }
        }

        @Override
        public void heal() {
            free.addAll(leaked);
            leaked.clear();
        }
    }
}
