package dev.drover.lab.victim;

import dev.drover.lab.site.Child;
import dev.drover.lab.site.Site;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The main class of whoever has to do with datagrams: one that answers what begins with a 1, slowly and with a small buffer; a server of
 * names that, told {@code mute PERCENT}, leaves so many questions without an answer; and one that floods a place with what begins with
 * a 0.
 */
public final class Datagrams {
    /** Where the server of names is, as the resolver of a machine of its own would be. */
    public static final String NAMES = "127.7.7.53";

    public static final int NAMES_PORT = 53;

    private static final int SMALL = 8_192;
    private static volatile int mute;

    private Datagrams() {}

    /** Starts the one that answers; its port, on the loopback. */
    public static int start(Site site) throws IOException, InterruptedException {
        Child process = site.start(List.of(), Java.command(32, Datagrams.class));
        return Integer.parseInt(process.line());
    }

    /** Starts a server of names at {@link #NAMES}. */
    public static Child names(Site site) throws IOException, InterruptedException {
        var command = new ArrayList<>(Java.command(32, Datagrams.class));
        command.add("names");
        Child process = site.start(List.of(), command);
        process.line();
        return process;
    }

    public static List<String> flood(String host, int port, long perSecond, int bytes) {
        var command = new ArrayList<>(Java.command(32, Datagrams.class));
        command.addAll(List.of(host, Integer.toString(port), Long.toString(perSecond), Integer.toString(bytes)));
        return command;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            answer();
        } else if (arguments.length == 1) {
            names();
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

    private static void names() throws IOException {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try (var socket = new DatagramSocket(new InetSocketAddress(NAMES, NAMES_PORT))) {
            out.println("ready");
            Thread.ofPlatform().daemon(true).start(() -> answerNames(socket));
            var in = new BufferedReader(
                    new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
            for (String order = in.readLine(); order != null; order = in.readLine()) {
                mute = Integer.parseInt(order.substring("mute ".length()));
                out.println("done");
            }
        }
        System.exit(0);
    }

    /** The answer is the question: the victim only wants to hear something. */
    private static void answerNames(DatagramSocket socket) {
        var packet = new DatagramPacket(new byte[512], 512);
        var random = new SplittableRandom(1);
        try {
            while (true) {
                packet.setLength(512);
                socket.receive(packet);
                if (random.nextInt(100) >= mute) {
                    socket.send(packet);
                }
            }
        } catch (IOException e) {
            return; // it ends
        }
    }

    private static void flood(String[] arguments) throws IOException {
        long every = 10_000_000_000L / Long.parseLong(arguments[2]);
        try (var socket = new DatagramSocket()) {
            socket.setSendBufferSize(4 << 20);
            int bytes = Integer.parseInt(arguments[3]);
            var packet = new DatagramPacket(
                    new byte[bytes], bytes, InetAddress.getByName(arguments[0]), Integer.parseInt(arguments[1]));
            while (true) {
                for (int i = 0; i < 10; i++) {
                    socket.send(packet);
                }
                LockSupport.parkNanos(every);
            }
        }
    }
}
