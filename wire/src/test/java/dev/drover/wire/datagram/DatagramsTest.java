package dev.drover.wire.datagram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.wire.datagram.Datagrams.Kind;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What both ways of taking datagrams promise. */
class DatagramsTest {
    private static final int PATIENCE = 5000;

    private final Set<String> peers = ConcurrentHashMap.newKeySet();

    /** Sends back what came, reversed; nothing for what begins with 0. */
    private final class Reversing implements Responder {
        private final byte[][] buffers = new byte[3][LONGEST];
        private final int[] lengths = new int[3];

        @Override
        public int seats() {
            return buffers.length;
        }

        @Override
        public byte[] buffer(int seat) {
            return buffers[seat];
        }

        @Override
        public void take(int seat, int length, Peer peer) {
            peers.add(peer.address().getHostAddress() + " " + peer.port());
            lengths[seat] = length;
        }

        @Override
        public void prepare(int taken) {
            assertTrue(taken > 0 && taken <= seats());
        }

        @Override
        public int respond(int seat) {
            byte[] buffer = buffers[seat];
            int length = lengths[seat];
            for (int i = 0; i < length / 2; i++) {
                byte b = buffer[i];
                buffer[i] = buffer[length - 1 - i];
                buffer[length - 1 - i] = b;
            }
            return length > 0 && buffer[length - 1] == 0 ? 0 : length;
        }
    }

    private Datagrams open(Kind kind, String host, int threads) throws IOException {
        return Datagrams.open(host, 0, threads, kind, Reversing::new);
    }

    private static DatagramSocket client(InetAddress to, int port) throws IOException {
        var client = new DatagramSocket();
        client.setSoTimeout(PATIENCE);
        client.connect(new InetSocketAddress(to, port));
        return client;
    }

    private static void send(DatagramSocket client, byte... bytes) throws IOException {
        client.send(new DatagramPacket(bytes, bytes.length));
    }

    private static byte[] receive(DatagramSocket client) throws IOException {
        var answer = new DatagramPacket(new byte[8192], 8192);
        client.receive(answer);
        return Arrays.copyOf(answer.getData(), answer.getLength());
    }

    @ParameterizedTest
    @EnumSource
    void answersEachDatagramToItsSender(Kind kind) throws Exception {
        try (var served = open(kind, "127.0.0.1", 2);
                var one = client(InetAddress.ofLiteral("127.0.0.1"), served.port());
                var other = client(InetAddress.ofLiteral("127.0.0.1"), served.port())) {
            for (byte i = 1; i < 100; i++) {
                send(one, (byte) 1, i);
                send(other, (byte) 2, i);
                assertArrayEquals(new byte[] {i, 1}, receive(one));
                assertArrayEquals(new byte[] {i, 2}, receive(other));
            }
            assertEquals(Set.of("127.0.0.1 " + one.getLocalPort(), "127.0.0.1 " + other.getLocalPort()), peers);
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersManyThatCameTogether(Kind kind) throws Exception {
        try (var served = open(kind, "127.0.0.1", 1);
                var client = client(InetAddress.ofLiteral("127.0.0.1"), served.port())) {
            client.setReceiveBufferSize(1 << 20);
            var sent = new HashSet<List<Byte>>();
            var got = new HashSet<List<Byte>>();
            for (int i = 0; i < 500; i++) {
                send(client, (byte) (1 + i / 100), (byte) (1 + i % 100));
                sent.add(List.of((byte) (1 + i / 100), (byte) (1 + i % 100)));
            }
            for (int i = 0; i < 500; i++) {
                byte[] answer = receive(client);
                got.add(List.of(answer[1], answer[0]));
            }
            assertEquals(sent, got);
        }
    }

    @ParameterizedTest
    @EnumSource
    void carriesTheLongestAndDropsLongerOnes(Kind kind) throws Exception {
        try (var served = open(kind, "127.0.0.1", 1);
                var client = client(InetAddress.ofLiteral("127.0.0.1"), served.port())) {
            var tooLong = new byte[Responder.LONGEST + 1];
            Arrays.fill(tooLong, (byte) 7);
            send(client, tooLong);
            var longest = new byte[Responder.LONGEST];
            Arrays.fill(longest, (byte) 1);
            longest[0] = 2;
            send(client, longest);
            byte[] answer = receive(client);
            assertEquals(Responder.LONGEST, answer.length);
            assertEquals(2, answer[Responder.LONGEST - 1]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void staysSilentWhereThereIsNoAnswer(Kind kind) throws Exception {
        try (var served = open(kind, "127.0.0.1", 1);
                var client = client(InetAddress.ofLiteral("127.0.0.1"), served.port())) {
            send(client);
            send(client, (byte) 0, (byte) 1);
            send(client, (byte) 5);
            assertArrayEquals(new byte[] {5}, receive(client));
        }
    }

    /** A connected socket takes nothing from another address than the one it asked. */
    @ParameterizedTest
    @EnumSource
    void answersFromTheAddressThatWasAsked(Kind kind) throws Exception {
        try (var served = open(kind, "*", 2);
                var all = NetworkInterface.networkInterfaces()) {
            List<InetAddress> addresses =
                    all.flatMap(NetworkInterface::inetAddresses).toList();
            assertTrue(addresses.size() > 1, addresses::toString);
            for (InetAddress address : addresses) {
                try (var client = client(address, served.port())) {
                    for (byte i = 1; i < 10; i++) {
                        send(client, i);
                        assertArrayEquals(new byte[] {i}, receive(client), address::toString);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesAllAddressesOfIpv4Alone(Kind kind) throws Exception {
        try (var served = open(kind, "0.0.0.0", 1);
                var all = NetworkInterface.networkInterfaces()) {
            for (InetAddress address :
                    all.flatMap(NetworkInterface::inetAddresses).toList()) {
                try (var client = client(address, served.port())) {
                    if (address instanceof Inet4Address) {
                        send(client, (byte) 1, (byte) 2);
                        assertArrayEquals(new byte[] {2, 1}, receive(client), address::toString);
                    } else {
                        client.setSoTimeout(50);
                        send(client, (byte) 1, (byte) 2);
                        assertThrows(IOException.class, () -> receive(client), address::toString);
                    }
                }
            }
        }
    }

    /** From one client address to another of the same machine: what the route back would choose is not what was asked. */
    @ParameterizedTest
    @EnumSource(names = "BATCHES")
    void answersFromAddressesThatNoInterfaceNames(Kind kind) throws Exception {
        for (String host : List.of("*", "0.0.0.0")) {
            try (var served = open(kind, host, 1)) {
                for (String asked : List.of("127.0.0.2", "127.1.2.3")) {
                    try (var client = client(InetAddress.ofLiteral(asked), served.port())) {
                        send(client, (byte) 1, (byte) 2);
                        assertArrayEquals(new byte[] {2, 1}, receive(client));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysThatAPortIsInUse(Kind kind) throws Exception {
        try (var first = open(kind, "127.0.0.1", 2);
                var other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (int taken : new int[] {first.port(), other.getLocalPort()}) {
                for (int threads = 1; threads < 3; threads++) {
                    int count = threads;
                    var e = assertThrows(
                            IOException.class, () -> Datagrams.open("127.0.0.1", taken, count, kind, Reversing::new));
                    assertEquals("the address is in use", e.getMessage());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatIsNoAddressOfThisMachine(Kind kind) {
        assertThrows(IOException.class, () -> open(kind, "192.0.2.1", 1));
        var e = assertThrows(IOException.class, () -> open(kind, "localhost.", 1));
        assertEquals("localhost. is not an IP address", e.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void givesThePortBackWhenItCloses(Kind kind) throws Exception {
        var served = open(kind, "127.0.0.1", 2);
        int port = served.port();
        served.close();
        try (var again = Datagrams.open("127.0.0.1", port, 1, kind, Reversing::new);
                var client = client(InetAddress.getLoopbackAddress(), port)) {
            send(client, (byte) 9);
            assertArrayEquals(new byte[] {9}, receive(client));
            again.close();
            client.setSoTimeout(50);
            send(client, (byte) 9);
            assertThrows(IOException.class, () -> receive(client), SocketTimeoutException.class::getName);
        }
    }

    @ParameterizedTest
    @EnumSource
    void servesIpv6(Kind kind) throws Exception {
        try (var served = open(kind, "::1", 1);
                var client = client(InetAddress.ofLiteral("::1"), served.port())) {
            send(client, (byte) 3, (byte) 4);
            assertArrayEquals(new byte[] {4, 3}, receive(client));
            assertEquals(Set.of("0:0:0:0:0:0:0:1 " + client.getLocalPort()), peers);
        }
    }
}
