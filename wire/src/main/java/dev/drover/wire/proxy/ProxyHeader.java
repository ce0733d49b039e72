package dev.drover.wire.proxy;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/**
 * The first bytes of a connection under the PROXY protocol (haproxy.org, proxy-protocol.txt, sections 2.1 and 2.2), read strictly.
 *
 * <pre>
 *  v1:  PROXY TCP4 192.0.2.1 198.51.100.1 56324 443 CRLF            at most 107 octets
 *  v2:  0d 0a 0d 0a 00 0d 0a 51 55 49 54 0a | 2c | ff | length      2: version, c: command; f: family and transport
 *       source address, destination address, ports, TLVs            length octets, at most 536 here
 * </pre>
 */
public sealed interface ProxyHeader {
    /** The connection is somebody else's. */
    record Client(InetSocketAddress source) implements ProxyHeader {}

    /** The connection is the sender's own, or the protocol is not TCP over IP: the socket's addresses hold. */
    record Local() implements ProxyHeader {}

    /** More bytes are needed. */
    record Incomplete() implements ProxyHeader {}

    record Invalid(String why) implements ProxyHeader {}

    /** Consumes a complete header; of anything else nothing. Releases nothing. */
    static ProxyHeader read(ByteBuf in) {
        int first = in.isReadable() ? in.getUnsignedByte(in.readerIndex()) : -1;
        return switch (first) {
            case -1 -> new Incomplete();
            case 'P' -> Text.read(in);
            case '\r' -> Binary.read(in);
            default -> new Invalid("the connection does not begin with a PROXY header");
        };
    }

    /** Version 1. */
    final class Text {
        private static final int LONGEST = 107;
        private static final String START = "PROXY ";

        private Text() {}

        private static ProxyHeader read(ByteBuf in) {
            int from = in.readerIndex();
            int readable = Math.min(in.readableBytes(), LONGEST);
            for (int i = 0; i < Math.min(readable, START.length()); i++) {
                if (in.getByte(from + i) != START.charAt(i)) {
                    return new Invalid("the connection does not begin with a PROXY header");
                }
            }
            int end = in.indexOf(from, from + readable, (byte) '\n');
            if (end < 0) {
                return readable == LONGEST ? new Invalid("the PROXY line is too long") : new Incomplete();
            }
            if (in.getByte(end - 1) != '\r') {
                return new Invalid("the PROXY line does not end with CR LF");
            }
            String line = in.toString(from, end - 1 - from, StandardCharsets.ISO_8859_1);
            in.readerIndex(end + 1);
            return parse(line.split(" ", -1));
        }

        private static ProxyHeader parse(String[] words) {
            if (words.length >= 2 && words[1].equals("UNKNOWN")) {
                return new Local();
            }
            boolean four = words.length == 6 && words[1].equals("TCP4");
            boolean six = words.length == 6 && words[1].equals("TCP6");
            if (!four && !six) {
                return new Invalid("the PROXY line is neither TCP4, TCP6 nor UNKNOWN");
            }
            try {
                InetAddress source = literal(words[2], six);
                literal(words[3], six);
                port(words[5]);
                return new Client(new InetSocketAddress(source, port(words[4])));
            } catch (IllegalArgumentException e) {
                return new Invalid("the PROXY line has a bad address or port");
            }
        }

        private static InetAddress literal(String text, boolean six) {
            return six ? java.net.Inet6Address.ofLiteral(text) : java.net.Inet4Address.ofLiteral(text);
        }

        private static int port(String text) {
            if (!text.matches("0|[1-9][0-9]{0,4}")) {
                throw new IllegalArgumentException(text);
            }
            int port = Integer.parseInt(text);
            if (port > 0xffff) {
                throw new IllegalArgumentException(text);
            }
            return port;
        }
    }

    /** Version 2. */
    final class Binary {
        private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};
        private static final int FIXED = 16;
        private static final int LONGEST = 536;
        private static final int TCP4 = 0x11;
        private static final int TCP6 = 0x21;

        private Binary() {}

        private static ProxyHeader read(ByteBuf in) {
            int from = in.readerIndex();
            int readable = in.readableBytes();
            for (int i = 0; i < Math.min(readable, SIGNATURE.length); i++) {
                if (in.getByte(from + i) != SIGNATURE[i]) {
                    return new Invalid("the connection does not begin with a PROXY header");
                }
            }
            if (readable < FIXED) {
                return new Incomplete();
            }
            int command = in.getUnsignedByte(from + 12);
            int length = in.getUnsignedShort(from + 14);
            if (command != 0x20 && command != 0x21) {
                return new Invalid("the PROXY header has an unknown version or command");
            }
            if (length > LONGEST) {
                return new Invalid("the PROXY header is too long");
            }
            if (readable < FIXED + length) {
                return new Incomplete();
            }
            in.skipBytes(FIXED + length);
            return command == 0x20 ? new Local() : addresses(in, from, in.getUnsignedByte(from + 13), length);
        }

        private static ProxyHeader addresses(ByteBuf in, int from, int family, int length) {
            int size = family == TCP4 ? 4 : family == TCP6 ? 16 : 0;
            if (size == 0) {
                return new Local();
            }
            if (length < 2 * size + 4) {
                return new Invalid("the PROXY header is too short for its addresses");
            }
            byte[] source = new byte[size];
            in.getBytes(from + FIXED, source);
            try {
                int port = in.getUnsignedShort(from + FIXED + 2 * size);
                return new Client(new InetSocketAddress(InetAddress.getByAddress(source), port));
            } catch (UnknownHostException e) {
                return new Invalid("the PROXY header has a bad address");
            }
        }
    }
}
