package dev.drover.observe.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class AskedTest {
    private static String read(String path) {
        try (var tree = new LiveTree()) {
            return assertInstanceOf(Content.Text.class, tree.read(path)).toString();
        }
    }

    @Test
    void tellsOfAListenerWithAConnectionToAccept() throws IOException {
        try (var server = new ServerSocket(0, 17, InetAddress.getLoopbackAddress());
                var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            String told = read("/drover/tcp");
            assertTrue(
                    told.lines()
                            .anyMatch(line -> line.startsWith("listen ")
                                    && line.contains(" " + server.getLocalPort() + " 1 17 ")),
                    told);
            assertTrue(client.isConnected());
        }
    }

    @Test
    void findsOutWhoHoldsASocket() throws IOException {
        try (var server = new ServerSocket(0, 18, InetAddress.getLoopbackAddress())) {
            String inode = read("/drover/tcp")
                    .lines()
                    .filter(line -> line.startsWith("listen ") && line.contains(" " + server.getLocalPort() + " 0 18 "))
                    .map(line -> line.split(" ")[5])
                    .findFirst()
                    .orElseThrow();
            assertTrue(read("/drover/socket/" + inode)
                    .startsWith(ProcessHandle.current().pid() + " "));
        }
    }

    @Test
    void tellsOfQueuesAndTheClock() {
        assertTrue(read("/drover/qdiscs").lines().allMatch(line -> line.split(" ").length == 9 || line.equals("none")));
        assertTrue(read("/drover/clock").lines().anyMatch(line -> line.startsWith("maxerror ")));
    }

    @Test
    void knowsNoOtherPath() {
        try (var tree = new LiveTree()) {
            assertEquals(new Content.Unreadable("No such file or directory"), tree.read("/drover/nothing"));
        }
    }
}
