package dev.drover.http.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However bytes arrive, and whatever they are. */
class HeadPropertyTest {
    private static final HeadLimits LIMITS = new HeadLimits(96, 6, 300);

    /** Pieces of heads, good and bad, in any order: reaches deeper than random bytes do. */
    @Provide
    Arbitrary<byte[]> requests() {
        return Arbitraries.of(
                        "GET ",
                        "POST ",
                        "OPTIONS ",
                        "/",
                        "/a/b?c",
                        "*",
                        "http://h/p",
                        " HTTP/1.1\r\n",
                        " HTTP/1.0\r\n",
                        "\r\n",
                        "\r\n\r\n",
                        "\n",
                        "\r",
                        "Host: a\r\n",
                        "Host: b:80\r\n",
                        "Content-Length: 5\r\n",
                        "Transfer-Encoding: chunked\r\n",
                        "Connection: close, x\r\n",
                        "X: y\r\n",
                        "X : y\r\n",
                        " folded\r\n",
                        "Upgrade: websocket\r\n",
                        "Expect: 100-continue\r\n",
                        "%2e",
                        "..",
                        ";",
                        "\u0000",
                        "\u00ff",
                        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
                .list()
                .ofMaxSize(14)
                .map(parts -> Parsed.bytes(String.join("", parts)));
    }

    @Provide
    Arbitrary<byte[]> responses() {
        return Arbitraries.of(
                        "HTTP/1.1 ",
                        "HTTP/1.0 ",
                        "200",
                        " OK\r\n",
                        "204 x\r\n",
                        "101 \r\n",
                        "\r\n",
                        "\n",
                        "\r",
                        "A: b\r\n",
                        "A \t: b\r\n",
                        "Content-Length: 5\r\n",
                        "Transfer-Encoding: chunked\r\n",
                        "Connection: upgrade\r\n",
                        " ",
                        "\u0000",
                        "\u00e4")
                .list()
                .ofMaxSize(12)
                .map(parts -> Parsed.bytes(String.join("", parts)));
    }

    @Property(tries = 1500)
    void anySplitOfARequestGivesTheSame(
            @ForAll("requests") byte[] bytes,
            @ForAll List<@net.jqwik.api.constraints.IntRange(max = 300) Integer> cuts) {
        String whole = Parsed.feed(new RequestHead(LIMITS), bytes, List.of());
        List<Integer> inside = cuts.stream().filter(c -> c < bytes.length).toList();
        assertEquals(whole, Parsed.feed(new RequestHead(LIMITS), bytes, inside));
        assertEquals(
                whole,
                Parsed.feed(
                        new RequestHead(LIMITS),
                        bytes,
                        IntStream.range(1, Math.max(1, bytes.length)).boxed().toList()));
    }

    @Property(tries = 1500)
    void anySplitOfAResponseGivesTheSame(
            @ForAll("responses") byte[] bytes,
            @ForAll List<@net.jqwik.api.constraints.IntRange(max = 300) Integer> cuts) {
        String whole = Parsed.feed(new ResponseHead(LIMITS), bytes, List.of());
        List<Integer> inside = cuts.stream().filter(c -> c < bytes.length).toList();
        assertEquals(whole, Parsed.feed(new ResponseHead(LIMITS), bytes, inside));
        assertEquals(
                whole,
                Parsed.feed(
                        new ResponseHead(LIMITS),
                        bytes,
                        IntStream.range(1, Math.max(1, bytes.length)).boxed().toList()));
    }

    @Property(tries = 3000)
    void randomBytesNeverThrowNorExceedTheLimits(@ForAll byte[] bytes) {
        for (Head head : new Head[] {new RequestHead(LIMITS), new ResponseHead(LIMITS)}) {
            Parsed.feed(head, bytes, List.of());
            assertTrue(head.size() <= LIMITS.bytes());
            assertTrue(head.fields() <= LIMITS.fields());
        }
    }

    @Property(tries = 2000)
    void aClearedHeadIsLikeANewOne(@ForAll("requests") byte[] first, @ForAll("requests") byte[] second) {
        var used = new RequestHead(LIMITS);
        Parsed.feed(used, first, List.of());
        used.clear();
        assertEquals(Parsed.feed(new RequestHead(LIMITS), second, List.of()), Parsed.feed(used, second, List.of()));
    }
}
