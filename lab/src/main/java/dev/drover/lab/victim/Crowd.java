package dev.drover.lab.victim;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The main class of a process that opens as many connections as it may to one place, says how many, and lives on; or that knocks without end. */
public final class Crowd {
    private static final byte[] MUCH = "GET /much HTTP/1.1\r\nHost: victim\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int BEGUN = 200;

    private Crowd() {}

    /** Connections that are kept, and on which nothing happens. */
    public static List<String> command(String host, int port, int count) {
        return command("keep", host, port, count);
    }

    /** Connections that are closed as soon as they are open. */
    public static List<String> passing(String host, int port, int count) {
        return command("close", host, port, count);
    }

    /** Clients of the victim that ask for much and read none of it. */
    public static List<String> readingNothing(int port, int count) {
        return command("ask", InetAddress.getLoopbackAddress().getHostAddress(), port, count);
    }

    /** Connections that are begun at this rate, each given up when many later ones were. */
    public static List<String> knocking(String host, int port, long perSecond) {
        return command("knock", host, port, Math.toIntExact(perSecond));
    }

    private static List<String> command(String what, String host, int port, int count) {
        var command = new ArrayList<>(Java.command(64, Crowd.class));
        command.addAll(List.of(what, host, Integer.toString(port), Integer.toString(count)));
        return command;
    }

    public static void main(String[] arguments) {
        var place = new InetSocketAddress(arguments[1], Integer.parseInt(arguments[2]));
        if (arguments[0].equals("knock")) {
            knock(place, Long.parseLong(arguments[3]));
            return;
        }
        var open = new ArrayList<SocketChannel>();
        try {
            for (int i = Integer.parseInt(arguments[3]); i > 0; i--) {
                SocketChannel channel = SocketChannel.open(place);
                open.add(channel);
                if (arguments[0].equals("ask")) {
                    channel.write(ByteBuffer.wrap(MUCH));
                } else if (arguments[0].equals("close")) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            open.trimToSize(); // no port left: that was wanted
        }
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8).println(open.size());
        while (!open.isEmpty()) {
            LockSupport.park();
        }
    }

    private static void knock(InetSocketAddress place, long perSecond) {
        var begun = new ArrayDeque<SocketChannel>();
        while (true) {
            try {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(place);
                begun.add(channel);
                if (begun.size() > BEGUN) {
                    begun.remove().close();
                }
            } catch (IOException e) {
                begun.clear(); // no place to knock at for now
            }
            LockSupport.parkNanos(1_000_000_000L / perSecond);
        }
    }
}
