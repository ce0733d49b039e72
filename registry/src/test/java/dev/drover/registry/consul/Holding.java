package dev.drover.registry.consul;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A program that asks on many connections, then holds a blocking query on each, and says how many were answered. A program, since a
 * process may not have as many files open as both ends together need.
 */
final class Holding {
    /** More than one answer; they come in one piece. */
    private static final int ANSWER = 4096;

    private Holding() {}

    /** Port, how many queries, how many services they ask for in turn, and the index they have. */
    public static void main(String[] args) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        int services = Integer.parseInt(args[2]);
        try (var selector = Selector.open()) {
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                var channel = SocketChannel.open(address);
                channel.write(request("/v1/health/service/s" + i % services));
                channel.read(ByteBuffer.allocate(ANSWER));
                channel.write(request("/v1/health/service/s" + i % services + "?wait=10m&index=" + args[3]));
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
            }
            read(selector);
        }
    }

    private static ByteBuffer request(String target) {
        String text = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void read(Selector selector) throws IOException {
        int answered = 0;
        while (true) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                var first = ByteBuffer.allocate(12);
                int count = ((SocketChannel) key.channel()).read(first);
                answered++;
                System.out.println(answered + " answered: "
                        + new String(first.array(), 0, Math.max(0, count), StandardCharsets.US_ASCII));
                key.cancel();
            }
            selector.selectedKeys().clear();
        }
    }
}
