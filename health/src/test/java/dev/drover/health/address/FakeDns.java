package dev.drover.health.address;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A DNS server on loopback that answers from a list which the test changes. */
final class FakeDns implements AutoCloseable {
    private final DatagramSocket socket;
    private volatile List<Record> records = List.of();
    private volatile int rcode = Rcode.NOERROR;
    final AtomicInteger asked = new AtomicInteger();

    FakeDns() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    void answer(int code, Record... with) {
        records = List.of(with);
        rcode = code;
    }

    private void serve() {
        byte[] buffer = new byte[1500];
        while (!socket.isClosed()) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Message query = new Message(java.util.Arrays.copyOf(buffer, packet.getLength()));
                byte[] answer = answer(query).toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                // closed by the test
            }
        }
    }

    private Message answer(Message query) {
        asked.incrementAndGet();
        var answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.getHeader().setRcode(rcode);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        var name = new ArrayList<>(List.of(query.getQuestion().getName()));
        for (Record record : records) {
            boolean alias = record instanceof org.xbill.DNS.CNAMERecord;
            if (record.getName().equals(name.getLast())
                    && (alias || record.getType() == query.getQuestion().getType())) {
                answer.addRecord(record, Section.ANSWER);
                if (record instanceof org.xbill.DNS.CNAMERecord to) {
                    name.add(to.getTarget());
                }
            }
        }
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
