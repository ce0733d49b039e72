package dev.drover.lab.victim;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What each request asks by a datagram: twice, a second each, as {@code resolv.conf(5)} does with {@code attempts:2 timeout:1}. */
interface NamePart {
    void ask() throws IOException;

    static NamePart of(Map<String, String> settings) {
        String place = settings.get("datagrams");
        if (place == null) {
            return () -> {};
        }
        int at = place.lastIndexOf(':');
        return new Asking(new InetSocketAddress(place.substring(0, at), Integer.parseInt(place.substring(at + 1))));
    }

    /** A question for the address of a name, RFC 1035, section 4.1. */
    record Asking(InetSocketAddress server) implements NamePart {
        private static final byte[] QUESTION =
                "\1\2\1\0\0\1\0\0\0\0\0\0\10upstream\3lab\0\0\1\0\1".getBytes(StandardCharsets.ISO_8859_1);
        private static final int ATTEMPTS = 2;

        @Override
        public void ask() throws IOException {
            for (int i = 1; ; i++) {
                try (var socket = new DatagramSocket()) {
                    socket.setSoTimeout(1_000);
                    socket.send(new DatagramPacket(QUESTION, QUESTION.length, server));
                    socket.receive(new DatagramPacket(new byte[512], 512));
                    return;
                } catch (SocketTimeoutException e) {
                    if (i == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        }
    }
}
