package dev.drover.wire.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.wire.Loops;
import dev.drover.wire.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ListeningTest {
    private static final Acceptor GREETING = (loop, connection) -> {
        assertTrue(loop.isCurrent());
        connection.writeAndFlush(connection.alloc().buffer(1).writeByte('!')).addListener(done -> connection.close());
    };

    @ParameterizedTest
    @EnumSource
    void acceptsOnAllLoopsWhenToldTo(Transport transport) throws Exception {
        try (var loops = Loops.start(2, Ticker.system(), transport);
                var listening = Listening.open(loops, "127.0.0.1", 0, GREETING);
                var early = new Socket(InetAddress.getLoopbackAddress(), listening.port())) {
            early.setSoTimeout(5000);
            listening.accept(true);
            assertEquals('!', early.getInputStream().read());
            for (int i = 0; i < 20; i++) {
                try (var client = new Socket(InetAddress.getLoopbackAddress(), listening.port())) {
                    client.setSoTimeout(5000);
                    assertEquals('!', client.getInputStream().read());
                    assertEquals(-1, client.getInputStream().read());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void listensOnAllAddressesOfBothFamilies(Transport transport) throws Exception {
        try (var loops = Loops.start(1, Ticker.system(), transport);
                var listening = Listening.open(loops, "*", 0, GREETING)) {
            listening.accept(true);
            for (String address : new String[] {"127.0.0.1", "::1"}) {
                try (var client = new Socket(InetAddress.ofLiteral(address), listening.port())) {
                    client.setSoTimeout(5000);
                    assertEquals('!', client.getInputStream().read());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysThatAPortIsInUse(Transport transport) throws Exception {
        try (var loops = Loops.start(2, Ticker.system(), transport);
                var first = Listening.open(loops, "127.0.0.1", 0, GREETING);
                var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int taken : new int[] {first.port(), other.getLocalPort()}) {
                var e = assertThrows(IOException.class, () -> Listening.open(loops, "127.0.0.1", taken, GREETING));
                assertEquals("the address is in use", e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysThatTheMachineHasNoSuchAddress(Transport transport) {
        try (var loops = Loops.start(2, Ticker.system(), transport)) {
            var e = assertThrows(IOException.class, () -> Listening.open(loops, "192.0.2.1", 0, GREETING));
            assertEquals("this machine does not have the address", e.getMessage());
        }
    }
}
