package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.process.Finished;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Names of a running node that is asked by dnsperf all the time: not one question is lost, whatever happens meanwhile. */
@Tag("long")
@Timeout(300)
final class NamesUnderLoadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NAMES = 200;
    private static final int EDITIONS = 8;

    /**
     * The first that is asked for. Odd packets are about h7 and, with one bit otherwise, about others of one digit: that is a flood, and the limit
     * of a name holds for all who ask for it from the same network.
     */
    private static final int FIRST_ASKED = 10;

    /** So many of one client's connections are taken. */
    private static final int OF_ONE_CLIENT = 100;

    private final int port = FreePort.next();

    @TempDir
    Path folder;

    private DroverProcess node;

    @BeforeEach
    void start() throws IOException {
        Needs.program("dnsperf");
        Needs.program("dig");
        node = DroverProcess.withFile(folder, port, configuration(1));
        Files.writeString(
                folder.resolve("questions"),
                IntStream.range(FIRST_ASKED, NAMES)
                        .mapToObj("h%d.example.test A%n"::formatted)
                        .collect(Collectors.joining()));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    /** @param edition which all addresses have in common */
    private String configuration(int edition) {
        return """
                listen: {names: {protocol: dns, address: "127.0.0.1:%d"}}
                dns:
                  zones:
                    example.test:
                      nameservers: ns1.example.net
                      records:
                %s
                """.formatted(
                        port,
                        IntStream.range(0, NAMES)
                                .mapToObj(i -> "        - h%d 60 A 10.0.%d.%d".formatted(i, edition, i))
                                .collect(Collectors.joining("\n")));
    }

    private Running load(int seconds, String... more) {
        var command = new ArrayList<>(List.of(
                "dnsperf",
                "-s",
                "127.0.0.1",
                "-p",
                String.valueOf(port),
                "-d",
                folder.resolve("questions").toString(),
                "-l",
                String.valueOf(seconds),
                "-Q",
                "2000",
                "-t",
                "5"));
        command.addAll(List.of(more));
        return Running.of(command).start();
    }

    /** It waits for what is under way, and sums up. */
    private static void end(Running load) {
        assertTrue(load.isAlive(), load::said);
        Finished.run(PATIENCE, "kill", "-INT", Long.toString(load.pid())).succeeded();
    }

    private static void assertNothingLost(Running load) {
        assertEquals(0, load.awaitExit(PATIENCE), load::said);
        String said = load.out();
        assertTrue(said.matches("(?s).*Queries lost: +0 .*"), said);
        assertTrue(said.matches("(?s).*Response codes: +NOERROR \\d+ \\(100.00%\\).*"), said);
    }

    private String address(String... more) {
        var command = new ArrayList<>(List.of(
                "dig", "@127.0.0.1", "-p", String.valueOf(port), "+short", "+tries=1", "+time=5", "h7.example.test"));
        command.addAll(List.of(more));
        return Finished.run(PATIENCE, command).out().strip();
    }

    @Test
    void losesNoQuestionWhileZonesAreExchanged() {
        try (var datagrams = load(200);
                var streams = load(200, "-m", "tcp", "-c", "5")) {
            for (int edition = 2; edition <= EDITIONS; edition++) {
                DroverProcess.write(folder, configuration(edition));
                node.drover("apply", node.file().toString()).succeeded();
                String wanted = String.format(Locale.ROOT, "10.0.%d.7", edition);
                Await.until("edition " + edition, PATIENCE, () -> address().equals(wanted), node::said);
            }
            end(datagrams);
            end(streams);
            assertNothingLost(datagrams);
            assertNothingLost(streams);
        }
    }

    @Test
    void answersOthersWhileSomeSendByteByByteOrNothingAtAll() throws Exception {
        var slow = new ArrayList<Socket>();
        try (var datagrams = load(15)) {
            for (int i = 0; i < 8 * OF_ONE_CLIENT; i++) {
                var socket = new Socket();
                slow.add(socket);
                socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0." + (2 + i / OF_ONE_CLIENT)), 0));
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
                socket.getOutputStream().write(0);
            }
            int byteByByte = 0;
            while (datagrams.isAlive()) {
                assertEquals("10.0.1.7", address("+tcp"));
                assertEquals("10.0.1.7", address("+tcp", "+keepalive", "+dnssec"));
                Socket one = slow.get(byteByByte++ % 10);
                if (one.isClosed()) {
                    continue;
                }
                try {
                    one.getOutputStream().write(40);
                } catch (IOException closed) {
                    one.close();
                }
            }
            assertNothingLost(datagrams);
            Await.until(
                    "the slow ones are closed",
                    PATIENCE,
                    () -> slow.stream().allMatch(NamesUnderLoadTest::isEnded),
                    node::said);
            assertEquals("10.0.1.7", address("+tcp"));
            node.assertNoLeak();
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void goesOnWhateverIsSent() throws Exception {
        var random = new Random(20_260_101);
        byte[] sound = question();
        long before = node.residentMiB();
        try (var datagrams = load(15);
                var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            while (datagrams.isAlive()) {
                for (int i = 0; i < 50; i++) {
                    byte[] odd = odd(sound, random);
                    socket.send(new DatagramPacket(odd, odd.length));
                }
                awaitTaken(sound, random);
                try (var stream = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    stream.setSoTimeout(1000);
                    byte[] odd = odd(sound, random);
                    stream.getOutputStream().write(odd.length >> 8);
                    stream.getOutputStream().write(odd.length);
                    stream.getOutputStream().write(odd);
                    stream.shutdownOutput();
                    assertTrue(stream.getInputStream().readAllBytes().length < 1 << 16);
                } catch (IOException closed) {
                    // It speaks something else.
                }
            }
            assertNothingLost(datagrams);
        }
        assertTrue(node.program().isAlive(), node::said);
        assertTrue(!node.said().contains("Exception") && !node.logs().contains("Exception"), node::said);
        assertTrue(node.residentMiB() < before + 100, () -> before + " MiB, then " + node.residentMiB());
    }

    /**
     * Everything that was sent before has been taken. Else the odd ones would fill the buffer of the node's socket whenever other programs have the
     * processors, and the system would drop honest ones with them.
     */
    private void awaitTaken(byte[] sound, Random random) throws IOException {
        byte[] answer = new byte[600];
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(200);
            for (int tries = 0; tries < 50; tries++) {
                byte[] asked = about("h" + random.nextInt(NAMES / 2, NAMES), sound);
                socket.send(new DatagramPacket(asked, asked.length));
                try {
                    socket.receive(new DatagramPacket(answer, answer.length));
                    return;
                } catch (SocketTimeoutException limited) {
                    // It was one too many of that name.
                }
            }
        }
    }

    /** The same question about another name. */
    private static byte[] about(String label, byte[] question) {
        byte[] name = label.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(question.length - 2 + name.length)
                .put(question, 0, 12)
                .put((byte) name.length)
                .put(name)
                .put(question, 15, question.length - 15)
                .array();
    }

    /** With EDNS, a cookie and a client subnet. */
    private static byte[] question() {
        return HexFormat.of()
                .parseHex("123401000001000000000001026837076578616d706c650474657374"
                        + "0000010001000029100000008000001b000a0008010203040506070800080007000118000a0001"
                        + "00030000");
    }

    /** Bytes of any kind, or the question with some of its bits, or its end, otherwise. */
    private static byte[] odd(byte[] sound, Random random) {
        if (random.nextInt(4) == 0) {
            byte[] any = new byte[random.nextInt(600)];
            random.nextBytes(any);
            return any;
        }
        byte[] odd = Arrays.copyOf(sound, random.nextInt(3) == 0 ? random.nextInt(2 * sound.length) : sound.length);
        for (int i = random.nextInt(6); i > 0 && odd.length > 0; i--) {
            odd[random.nextInt(odd.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return odd;
    }

    private static boolean isEnded(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.isClosed() || socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
