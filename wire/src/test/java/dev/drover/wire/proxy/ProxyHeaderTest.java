package dev.drover.wire.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private static ByteBuf hex(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }

    @Test
    void readsTheTextForm() {
        ByteBuf in = bytes("PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\nGET");
        assertEquals(new ProxyHeader.Client(new InetSocketAddress("192.0.2.1", 56324)), ProxyHeader.read(in));
        assertEquals("GET", in.toString(StandardCharsets.US_ASCII));
        assertInstanceOf(ProxyHeader.Client.class, ProxyHeader.read(bytes("PROXY TCP6 ::1 2001:db8::2 1 2\r\n")));
        assertInstanceOf(ProxyHeader.Local.class, ProxyHeader.read(bytes("PROXY UNKNOWN\r\n")));
        assertInstanceOf(ProxyHeader.Local.class, ProxyHeader.read(bytes("PROXY UNKNOWN x y z\r\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.1 56324\r\n",
                "PROXY TCP4 a b 1 2\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.1 66666 1\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.1 01 1\r\n",
                "PROXY TCP4 ::1 ::1 1 1\r\n",
                "PROXY TCP6 192.0.2.1 ::1 1 1\r\n",
                "PROXY UDP4 192.0.2.1 198.51.100.1 1 1\r\n",
                "PROXY  TCP4 192.0.2.1 198.51.100.1 1 1\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.1 1 1\n",
                "PROXYX",
                "PROXY\r\n"
            })
    void refusesOtherText(String text) {
        assertInstanceOf(ProxyHeader.Invalid.class, ProxyHeader.read(bytes(text)), text);
    }

    @Test
    void boundsTheTextForm() {
        assertInstanceOf(ProxyHeader.Incomplete.class, ProxyHeader.read(bytes("PROXY TCP4 192.0")));
        assertInstanceOf(ProxyHeader.Invalid.class, ProxyHeader.read(bytes("PROXY " + "a".repeat(101))));
    }

    @Test
    void readsTheBinaryForm() {
        ByteBuf in = hex(SIGNATURE + "2111000c" + "c0000201" + "c6336401" + "dc04" + "01bb" + "474554");
        assertEquals(new ProxyHeader.Client(new InetSocketAddress("192.0.2.1", 56324)), ProxyHeader.read(in));
        assertEquals("GET", in.toString(StandardCharsets.US_ASCII));
        String six = "20010db8000000000000000000000001";
        assertEquals(
                new ProxyHeader.Client(new InetSocketAddress("2001:db8::1", 1)),
                ProxyHeader.read(hex(SIGNATURE + "21210028" + six + six + "00010002" + "03000100")));
        assertInstanceOf(ProxyHeader.Local.class, ProxyHeader.read(hex(SIGNATURE + "20000000")));
        assertInstanceOf(ProxyHeader.Local.class, ProxyHeader.read(hex(SIGNATURE + "21000000")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3111000c", "2211000c", "21110300", "2111000b"})
    void refusesOtherBinaryForms(String rest) {
        ByteBuf in = Unpooled.wrappedBuffer(hex(SIGNATURE + rest), Unpooled.wrappedBuffer(new byte[1000]));
        assertInstanceOf(ProxyHeader.Invalid.class, ProxyHeader.read(in));
    }

    @Property
    void neverThrowsAndConsumesOnlyCompleteHeaders(@ForAll byte[] bytes, @ForAll boolean signed) {
        ByteBuf in = signed
                ? Unpooled.wrappedBuffer(hex(SIGNATURE), Unpooled.wrappedBuffer(bytes))
                : Unpooled.wrappedBuffer(bytes);
        int before = in.readableBytes();
        ProxyHeader header = ProxyHeader.read(in);
        boolean complete = header instanceof ProxyHeader.Client || header instanceof ProxyHeader.Local;
        if (!complete && !(header instanceof ProxyHeader.Invalid)) {
            assertEquals(before, in.readableBytes());
        }
    }
}
