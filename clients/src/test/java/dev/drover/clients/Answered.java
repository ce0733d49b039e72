package dev.drover.clients;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a server of names on loopback answered, part by part: sections as sets, names in lower case. */
record Answered(Map<String, String> parts) {
    private static final int PATIENCE = 10_000;

    /** How it is asked. */
    enum Way {
        UDP,
        EDNS,
        TCP
    }

    static Answered ask(int port, Way way, String name, int type) throws IOException {
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
        if (way == Way.EDNS) {
            query.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
        }
        var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return of(new Message(way == Way.TCP ? tcp(server, query.toWire()) : udp(server, query.toWire())));
    }

    private static byte[] udp(InetSocketAddress server, byte[] query) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE);
            socket.send(new DatagramPacket(query, query.length, server));
            var answer = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(answer);
            return Arrays.copyOf(answer.getData(), answer.getLength());
        }
    }

    private static byte[] tcp(InetSocketAddress server, byte[] query) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server);
            socket.setSoTimeout(PATIENCE);
            var framed = new byte[query.length + 2];
            framed[0] = (byte) (query.length >> 8);
            framed[1] = (byte) query.length;
            System.arraycopy(query, 0, framed, 2, query.length);
            socket.getOutputStream().write(framed);
            var in = new DataInputStream(socket.getInputStream());
            var answer = new byte[in.readUnsignedShort()];
            in.readFully(answer);
            return answer;
        }
    }

    private static Answered of(Message message) {
        var parts = new TreeMap<String, String>();
        parts.put("rcode", Rcode.string(message.getRcode()));
        parts.put("aa", String.valueOf(message.getHeader().getFlag(Flags.AA)));
        parts.put("tc", String.valueOf(message.getHeader().getFlag(Flags.TC)));
        parts.put("count", String.valueOf(message.getSection(Section.ANSWER).size()));
        parts.put("answer", section(message, Section.ANSWER));
        parts.put("authority", section(message, Section.AUTHORITY));
        parts.put("additional", section(message, Section.ADDITIONAL));
        return new Answered(parts);
    }

    private static String section(Message message, int section) {
        var all = new TreeSet<String>();
        for (Record r : message.getSection(section)) {
            if (!(r instanceof OPTRecord)) {
                String data = r.getType() == Type.SOA || r.getType() == Type.NS
                        ? ""
                        : " " + r.rdataToString().toLowerCase(Locale.ROOT);
                all.add(r.getName().toString().toLowerCase(Locale.ROOT) + " " + r.getTTL() + " "
                        + Type.string(r.getType()) + data);
            }
        }
        return String.join("; ", all);
    }
}
