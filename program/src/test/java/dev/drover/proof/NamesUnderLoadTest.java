package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.process.Finished;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
                IntStream.range(0, NAMES)
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
        try (var datagrams = load(15);
                var streams = load(15, "-m", "tcp", "-c", "5")) {
            int edition = 1;
            while (datagrams.isAlive()) {
                DroverProcess.write(folder, configuration(++edition));
                node.drover("apply", node.file().toString()).succeeded();
                String wanted = String.format(Locale.ROOT, "10.0.%d.7", edition);
                Await.until("edition " + edition, PATIENCE, () -> address().equals(wanted), node::said);
            }
            int editions = edition;
            assertTrue(editions >= 4, () -> "editions: " + editions);
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

    private static boolean isEnded(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.isClosed() || socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
