package dev.drover.dns.peers;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/** Asks one server of loopback, message by message, over UDP and one connection of TCP. */
public final class Asker implements AutoCloseable {
    private static final int PATIENCE = 5000;

    private final DatagramSocket datagrams;
    private final Socket stream;

    public Asker(int port) throws IOException {
        var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        datagrams = new DatagramSocket();
        datagrams.connect(server);
        datagrams.setSoTimeout(PATIENCE);
        stream = new Socket();
        stream.connect(server);
        stream.setTcpNoDelay(true);
        stream.setSoTimeout(PATIENCE);
    }

    public byte[] udp(byte[] query) throws IOException {
        datagrams.send(new DatagramPacket(query, query.length));
        var answer = new DatagramPacket(new byte[65_535], 65_535);
        datagrams.receive(answer);
        return Arrays.copyOf(answer.getData(), answer.getLength());
    }

    public byte[] tcp(byte[] query) throws IOException {
        var framed = new byte[query.length + 2];
        framed[0] = (byte) (query.length >> 8);
        framed[1] = (byte) query.length;
        System.arraycopy(query, 0, framed, 2, query.length);
        stream.getOutputStream().write(framed);
        var in = new DataInputStream(stream.getInputStream());
        var answer = new byte[in.readUnsignedShort()];
        in.readFully(answer);
        return answer;
    }

    @Override
    public void close() throws IOException {
        datagrams.close();
        stream.close();
    }
}
