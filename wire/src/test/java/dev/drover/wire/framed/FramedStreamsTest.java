package dev.drover.wire.framed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.testkit.Await;
import dev.drover.wire.Loops;
import dev.drover.wire.Transport;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FramedStreamsTest {
    private static final FrameLimits LIMITS = new FrameLimits(Duration.ofSeconds(30), 10, 5, 1000);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicInteger received = new AtomicInteger();
    private Loops loops;
    private final List<Socket> clients = new ArrayList<>();

    /** Sends back what came; the first byte says how many times, 255 ends it. */
    private final class Echo implements FrameHandler {
        private final byte[] buffer = new byte[65_535];

        @Override
        public byte[] buffer() {
            return buffer;
        }

        @Override
        public void received(int length, Conversation with) {
            received.incrementAndGet();
            int times = length == 0 ? 1 : buffer[0] & 0xff;
            if (times == 255) {
                with.close();
                return;
            }
            for (int i = 0; i < times; i++) {
                with.send(buffer, length);
            }
        }
    }

    @BeforeEach
    void start() {
        loops = Loops.start(2, Ticker.system());
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        loops.close();
    }

    private FramedStreams open(FrameLimits limits) throws IOException {
        return FramedStreams.open(loops, "127.0.0.1", 0, limits, Echo::new);
    }

    private Socket client(FramedStreams streams) throws IOException {
        var client = new Socket(InetAddress.getLoopbackAddress(), streams.port());
        clients.add(client);
        client.setTcpNoDelay(true);
        client.setSoTimeout((int) PATIENCE.toMillis());
        return client;
    }

    private static byte[] framed(int... bytes) {
        var all = new byte[bytes.length + 2];
        all[0] = (byte) (bytes.length >> 8);
        all[1] = (byte) bytes.length;
        for (int i = 0; i < bytes.length; i++) {
            all[i + 2] = (byte) bytes[i];
        }
        return all;
    }

    private static byte[] read(Socket client) throws IOException {
        var in = new DataInputStream(client.getInputStream());
        var message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        return message;
    }

    @ParameterizedTest
    @EnumSource
    void answersManyMessagesOfOneConnection(Transport transport) throws Exception {
        try (var own = Loops.start(1, Ticker.system(), transport);
                var streams = FramedStreams.open(own, "127.0.0.1", 0, LIMITS, Echo::new)) {
            Socket client = client(streams);
            var all = new java.io.ByteArrayOutputStream();
            for (int i = 0; i < 200; i++) {
                all.writeBytes(framed(1, i));
            }
            client.getOutputStream().write(all.toByteArray());
            for (int i = 0; i < 200; i++) {
                assertArrayEquals(new byte[] {1, (byte) i}, read(client));
            }
        }
    }

    @Test
    void takesAMessageByteByByte() throws Exception {
        try (var streams = open(LIMITS)) {
            Socket client = client(streams);
            for (byte b : framed(2, 7, 8, 9)) {
                client.getOutputStream().write(b);
                client.getOutputStream().flush();
            }
            assertArrayEquals(new byte[] {2, 7, 8, 9}, read(client));
            assertArrayEquals(new byte[] {2, 7, 8, 9}, read(client));
        }
    }

    @Test
    void takesAnEmptyMessage() throws Exception {
        try (var streams = open(LIMITS)) {
            Socket client = client(streams);
            client.getOutputStream().write(framed());
            assertEquals(0, read(client).length);
        }
    }

    @Test
    void answersAClientThatSendsNoMore() throws Exception {
        try (var streams = open(LIMITS)) {
            Socket client = client(streams);
            client.getOutputStream().write(framed(3, 1));
            client.shutdownOutput();
            for (int i = 0; i < 3; i++) {
                assertArrayEquals(new byte[] {3, 1}, read(client));
            }
            assertThrows(EOFException.class, () -> read(client));
            Await.until("no connection", PATIENCE, () -> streams.connections() == 0);
        }
    }

    @Test
    void endsWhereItIsToldTo() throws Exception {
        try (var streams = open(LIMITS)) {
            Socket client = client(streams);
            client.getOutputStream().write(framed(1, 5));
            client.getOutputStream().write(framed(255));
            assertArrayEquals(new byte[] {1, 5}, read(client));
            assertThrows(EOFException.class, () -> read(client));
        }
    }

    @Test
    void closesWhoSendsTooLongAMessage() throws Exception {
        try (var streams = open(LIMITS)) {
            Socket client = client(streams);
            client.getOutputStream().write(new byte[] {0x03, (byte) 0xe9});
            assertThrows(IOException.class, () -> read(client));
        }
    }

    /** One byte now and then is no message. */
    @Test
    void closesWhoIsTooSlow() throws Exception {
        try (var streams = open(new FrameLimits(Duration.ofMillis(300), 10, 5, 1000))) {
            Socket idle = client(streams);
            Socket slow = client(streams);
            slow.getOutputStream().write(framed(1, 2), 0, 3);
            assertThrows(IOException.class, () -> read(idle));
            assertThrows(IOException.class, () -> read(slow));
            Await.until("no connection", PATIENCE, () -> streams.connections() == 0);
        }
    }

    @Test
    void keepsWhoIsAtWork() throws Exception {
        try (var streams = open(new FrameLimits(Duration.ofSeconds(2), 10, 5, 1000))) {
            Socket client = client(streams);
            long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (System.nanoTime() < end) {
                client.getOutputStream().write(framed(1, 2));
                read(client);
            }
            assertEquals(1, streams.connections());
        }
    }

    @Test
    void takesNoMoreConnectionsThanAllowed() throws Exception {
        try (var streams = open(LIMITS)) {
            for (int i = 0; i < LIMITS.perClient(); i++) {
                Socket client = client(streams);
                client.getOutputStream().write(framed(1, i));
                read(client);
            }
            Socket refused = client(streams);
            assertThrows(IOException.class, () -> read(refused));
            assertEquals(LIMITS.perClient(), streams.connections());
            clients.getFirst().close();
            Await.until("room", PATIENCE, () -> streams.connections() < LIMITS.perClient());
            Socket next = client(streams);
            next.getOutputStream().write(framed(1, 77));
            assertArrayEquals(new byte[] {1, 77}, read(next));
        }
    }

    /** 250 answers for each message: were they all made at once, a read of 64 KB would turn into gigabytes. */
    @Test
    void readsNoMoreFromWhoDoesNotRead() throws Exception {
        try (var streams = open(LIMITS)) {
            Socket client = client(streams);
            var message = new int[1000];
            message[0] = 250;
            byte[] frame = framed(message);
            int sent = 2000;
            Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < sent; i++) {
                        client.getOutputStream().write(frame);
                    }
                } catch (IOException closed) {
                    // The test is over.
                }
            });
            read(client);
            int before = received.get();
            assertTrue(before < 200, () -> before + " messages were answered to a client that had read one");
            for (int i = 1; i < 250 * 20; i++) {
                assertEquals(1000, read(client).length);
            }
            assertTrue(received.get() >= 20);
        }
    }

    @Test
    void closesAllWhenItCloses() throws Exception {
        var streams = open(LIMITS);
        Socket client = client(streams);
        client.getOutputStream().write(framed(1, 2));
        read(client);
        streams.close();
        assertThrows(IOException.class, () -> read(client));
        assertThrows(IOException.class, () -> client(streams));
    }

    /** Gives messages of 10,000 bytes, each with its number, and counts them. */
    private static final class Series implements FrameSource {
        private final AtomicInteger made;
        private final int most;

        Series(AtomicInteger made, int most) {
            this.made = made;
            this.most = most;
        }

        @Override
        public int next(byte[] buffer) {
            if (made.get() == most) {
                return -1;
            }
            int number = made.getAndIncrement();
            buffer[0] = (byte) (number >> 8);
            buffer[1] = (byte) number;
            return 10_000;
        }
    }

    private FramedStreams series(AtomicInteger made, int most, FrameLimits limits) throws IOException {
        return FramedStreams.open(loops, "127.0.0.1", 0, limits, () -> new FrameHandler() {
            private final byte[] buffer = new byte[65_535];

            @Override
            public byte[] buffer() {
                return buffer;
            }

            @Override
            public void received(int length, Conversation with) {
                if (length == 2) {
                    with.send(new Series(made, most));
                } else {
                    with.send(buffer, length);
                }
            }
        });
    }

    @Test
    void makesMessagesNoFasterThanTheyAreReadAndInOrder() throws Exception {
        var made = new AtomicInteger();
        try (var streams = series(made, 5000, LIMITS)) {
            Socket client = client(streams);
            client.getOutputStream().write(framed(1, 1));
            client.getOutputStream().write(framed(7, 7, 7));
            assertArrayEquals(new byte[] {0, 0}, java.util.Arrays.copyOf(read(client), 2));
            // What the sockets of both sides hold is some megabytes at most; 5000 messages are 50.
            assertTrue(made.get() < 2500, made + " messages were made for one that was read");
            for (int i = 1; i < 5000; i++) {
                byte[] message = read(client);
                assertEquals(10_000, message.length);
                assertEquals(i, (message[0] & 0xff) << 8 | (message[1] & 0xff));
            }
            assertArrayEquals(new byte[] {7, 7, 7}, read(client));
        }
    }

    @Test
    void makesNoMoreMessagesForWhoIsGoneOrDoesNotRead() throws Exception {
        var made = new AtomicInteger();
        var impatient = new FrameLimits(Duration.ofMillis(300), 10, 5, 1000);
        try (var streams = series(made, Integer.MAX_VALUE, impatient)) {
            Socket gone = client(streams);
            gone.getOutputStream().write(framed(1, 1));
            read(gone);
            gone.close();
            Await.until("its end", PATIENCE, () -> streams.connections() == 0);
            int forTheFirst = made.get();
            client(streams).getOutputStream().write(framed(1, 1));
            Await.until("messages for who does not read", PATIENCE, () -> made.get() > forTheFirst);
            Await.until("its end", PATIENCE, () -> streams.connections() == 0);
            int before = made.get();
            assertThrows(IOException.class, () -> {
                Socket client = client(streams);
                client.getOutputStream().write(framed(255));
                read(client);
                read(client);
            });
            assertEquals(before, made.get());
        }
    }
}
