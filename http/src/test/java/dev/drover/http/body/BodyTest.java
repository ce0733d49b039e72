package dev.drover.http.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {
    private static String chunked(byte[] bytes, List<Integer> cuts) {
        var body = new Body();
        body.chunked();
        var ends = new ArrayList<>(cuts);
        ends.add(bytes.length);
        int from = 0;
        int taken = 0;
        for (int end : ends.stream().sorted().toList()) {
            if (body.state() == Body.State.OPEN && end > from) {
                ByteBuf piece = Unpooled.wrappedBuffer(bytes, from, end - from);
                taken = from + body.take(piece);
                from = end;
            }
        }
        return body.state() + " after " + taken + " content " + body.content();
    }

    private static String chunked(String text) {
        return chunked(text.getBytes(StandardCharsets.ISO_8859_1), List.of());
    }

    @Test
    void findsTheEndOfChunks() {
        assertEquals("COMPLETE after 15 content 5", chunked("5\r\nhello\r\n0\r\n\r\nGET /"));
        assertEquals("COMPLETE after 37 content 26", chunked("1A\r\n" + "x".repeat(26) + "\r\n0\r\n\r\n"));
        assertEquals("COMPLETE after 21 content 1", chunked("1;a=\"b\"\r\nx\r\n0\r\nA:\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\nhello\r\n0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhelloX\r\n",
                " 5\r\nhello",
                "5 \r\nhello",
                "0x5\r\nhello",
                "-5\r\nhello",
                "+5\r\nhello",
                "\r\nhello",
                ";a\r\nhello",
                "g\r\n",
                "5;a\nhello",
                "5;\u0000\r\nhello",
                "1000000000000000\r\n",
                "ffffffffffffffff\r\n",
                "0\r\nA\r\n\r\n",
                "0\r\n: a\r\n\r\n",
                "0\r\nA b: c\r\n\r\n",
                "0\r\nA: b\n\r\n",
                "0\r\n\n",
                "0\r\n\rx",
                "0\r\nA: \u0001\r\n\r\n",
                "5\r\nhello\r\r\n",
                "1\u00a0\r\n",
                "\u0661\r\n"
            })
    void refusesOtherChunks(String text) {
        assertTrue(chunked(text).startsWith("FLAWED"), text);
    }

    @Test
    void boundsExtensionsAndTrailers() {
        assertTrue(chunked("1;" + "a".repeat(300)).startsWith("FLAWED"));
        assertTrue(chunked("0\r\n" + "A: b\r\n".repeat(4000)).startsWith("FLAWED"));
    }

    @Test
    void countsALength() {
        var body = new Body();
        body.length(5);
        assertEquals(3, body.take(Unpooled.wrappedBuffer(new byte[3])));
        assertFalse(body.isComplete());
        assertEquals(2, body.take(Unpooled.wrappedBuffer(new byte[3])));
        assertTrue(body.isComplete());
    }

    @Test
    void endsWithTheConnection() {
        var body = new Body();
        body.untilClose();
        assertEquals(3, body.take(Unpooled.wrappedBuffer(new byte[3])));
        assertFalse(body.isComplete());
        assertTrue(body.closed());
    }

    @Provide
    Arbitrary<byte[]> pieces() {
        return Arbitraries.of(
                        "5\r\n",
                        "hello",
                        "\r\n",
                        "0\r\n",
                        "\r\n\r\n",
                        "a;b=c\r\n",
                        "0123456789",
                        "X: y\r\n",
                        "\n",
                        "1",
                        "\u0000")
                .list()
                .ofMaxSize(12)
                .map(p -> String.join("", p).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Property(tries = 3000)
    void anySplitGivesTheSame(
            @ForAll("pieces") byte[] bytes, @ForAll List<@net.jqwik.api.constraints.IntRange(max = 80) Integer> cuts) {
        List<Integer> inside = cuts.stream().filter(c -> c < bytes.length).toList();
        assertEquals(chunked(bytes, List.of()), chunked(bytes, inside));
        assertEquals(
                chunked(bytes, List.of()),
                chunked(
                        bytes,
                        IntStream.range(1, Math.max(1, bytes.length)).boxed().toList()));
    }

    @Property(tries = 3000)
    void neverTakesMoreThanThereIs(@ForAll byte[] bytes) {
        var body = new Body();
        body.chunked();
        int taken = body.take(Unpooled.wrappedBuffer(bytes));
        assertTrue(taken >= 0 && taken <= bytes.length);
    }
}
