package dev.drover.dns.rollover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.drover.dns.name.DnsName;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a server of a zone above is waited for. */
class DsQuestionTest {
    private static final DnsName ZONE = DnsName.parse("example.com");

    private final CountDownLatch end = new CountDownLatch(1);
    private ServerSocket server;

    /** What a server does with a question and where its answer goes. */
    @FunctionalInterface
    private interface Reply {
        void to(byte[] message, DataOutputStream out) throws IOException;
    }

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        end.countDown();
        server.close();
    }

    private Above.Answer ask(Duration patience, Reply reply) throws IOException {
        Thread.ofVirtual().start(() -> {
            try (var socket = server.accept()) {
                var in = new DataInputStream(socket.getInputStream());
                reply.to(in.readNBytes(in.readUnsignedShort()), new DataOutputStream(socket.getOutputStream()));
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                // Whoever asked says what was wrong.
            }
        });
        return new DsQuestion(patience).ds(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), ZONE);
    }

    @Test
    void hearsThatThereIsNothing() throws Exception {
        Above.Answer none = ask(Duration.ofSeconds(30), (message, out) -> {
            message[2] |= (byte) 0x84; // An answer, with authority: RFC 1035 section 4.1.1.
            out.writeShort(message.length);
            out.write(message);
        });
        assertEquals(0, none.records().size());
    }

    @Test
    @Timeout(60)
    void waitsForNoLongerWhenBytesComeOneByOne() {
        IOException slow = assertThrows(
                IOException.class,
                () -> ask(Duration.ofMillis(300), (message, out) -> {
                    out.writeShort(0xffff);
                    do {
                        out.write(0);
                    } while (isLeftFor(Duration.ofMillis(20)));
                }));
        assertEquals("answers too slowly", slow.getMessage());
    }

    private boolean isLeftFor(Duration pause) throws IOException {
        try {
            return !end.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }
}
