package dev.drover.lab.victim;

import dev.drover.lab.site.Child;
import dev.drover.lab.site.Site;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The main class of both ends of datagrams: one that answers what begins with a 1, slowly and with a small buffer, and one that floods
 * it with what begins with a 0.
 */
public final class Datagrams {
    private static final int SMALL = 8_192;

    private Datagrams() {}

    /** Starts the one that answers; its port, on the loopback. */
    public static int start(Site site) throws IOException, InterruptedException {
        Child process = site.start(List.of(), Java.command(32, Datagrams.class));
        return Integer.parseInt(process.line());
    }

    public static List<String> flood(int port, long perSecond) {
        var command = new ArrayList<>(Java.command(32, Datagrams.class));
        command.addAll(List.of(Integer.toString(port), Long.toString(perSecond)));
        return command;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            answer();
        } else {
            flood(arguments);
        }
    }

    private static void answer() throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setReceiveBufferSize(SMALL);
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)
                    .println(socket.getLocalPort());
            var packet = new DatagramPacket(new byte[512], 512);
            while (true) {
                packet.setLength(512);
                socket.receive(packet);
                if (packet.getData()[0] == 1) {
                    socket.send(packet);
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static void flood(String[] arguments) throws IOException {
        long every = 10_000_000_000L / Long.parseLong(arguments[1]);
        try (var socket = new DatagramSocket()) {
            var packet = new DatagramPacket(
                    new byte[512], 512, InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
            while (true) {
                for (int i = 0; i < 10; i++) {
                    socket.send(packet);
                }
                LockSupport.parkNanos(every);
            }
        }
    }
}
