package dev.drover.health.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Health;
import dev.drover.testkit.FreePort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TcpCheckTest {
    private static final Health.Check TCP = new Health.Check.Tcp();
    private final Probing probing = new Probing();

    @AfterEach
    void stop() {
        probing.close();
    }

    @Test
    void openPortPasses() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Outcome outcome = probing.run(TCP, Duration.ofSeconds(20), server.getLocalPort());
            assertTrue(outcome.passed(), outcome.words());
            assertTrue(outcome.words().matches("connected in \\d+(\\.\\d)? ms"), outcome.words());
        }
    }

    @Test
    void closedPortIsRefused() throws Exception {
        Outcome outcome = probing.run(TCP, Duration.ofSeconds(20), FreePort.next());
        assertFalse(outcome.passed());
        assertTrue(outcome.words().startsWith("connection refused after"), outcome.words());
    }

    @Test
    void fullBacklogTimesOut() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var fill = new java.util.ArrayList<java.nio.channels.SocketChannel>();
            try {
                for (int i = 0; i < 4; i++) {
                    var channel = java.nio.channels.SocketChannel.open();
                    channel.configureBlocking(false);
                    channel.connect(server.getLocalSocketAddress());
                    fill.add(channel);
                }
                Outcome outcome = probing.run(TCP, Duration.ofMillis(200), server.getLocalPort());
                assertEquals("timed out: no connection within 200ms", outcome.words());
            } finally {
                for (var channel : fill) {
                    channel.close();
                }
            }
        }
    }
}
