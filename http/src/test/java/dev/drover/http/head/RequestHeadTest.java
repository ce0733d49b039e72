package dev.drover.http.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private static String with(String fields) {
        return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
    }

    @Test
    void readsTargetHostAndFields() {
        RequestHead head = Parsed.request("GET /a/b?c=d HTTP/1.1\r\nHost: example.com:8080\r\nX-Y:  v w \r\n\r\nrest");
        assertEquals(Flaw.NONE, head.flaw());
        assertSame("GET", head.method());
        assertEquals("/a/b", head.text(head.pathStart(), head.pathEnd()));
        assertEquals("c=d", head.text(head.queryStart(), head.queryEnd()));
        assertEquals("example.com", head.text(head.authorityStart(), head.hostEnd()));
        assertEquals("v w", head.value(head.find("x-y".getBytes(), 0)));
        assertTrue(head.keepsAlive());
        assertFalse(head.hasBody());
    }

    @Test
    void takesTheHostOfAnAbsoluteTarget() {
        RequestHead head = Parsed.request("GET http://b.example?x HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals("b.example", head.text(head.authorityStart(), head.authorityEnd()));
        assertEquals(head.pathStart(), head.pathEnd());
        assertEquals("x", head.text(head.queryStart(), head.queryEnd()));
    }

    @Test
    void takesAnAsteriskFromOptionsOnly() {
        assertTrue(Parsed.request("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").isAsterisk());
        assertTrue(
                Parsed.request("OPTIONS http://b HTTP/1.1\r\nHost: a\r\n\r\n").isAsterisk());
        assertEquals(Flaw.TARGET, Parsed.requestFlaw(get("*")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a.b",
                "/...",
                "/.well-known/x",
                "/a/..b",
                "/a%20b",
                "/%C3%A4",
                "/a//b",
                "//a",
                "/a;v=1",
                "/a?/../b",
                "/?q=%00",
                "/a?b[]={c}|^`",
                "/a?%2e%2e",
                "/a%2Fb",
                "http://a/b",
                "HTTPS://a:443/",
                "/:@!$&'()*+,=~-_"
            })
    void takesTargets(String target) {
        assertEquals(Flaw.NONE, Parsed.requestFlaw(get(target)), target);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/. DOT_SEGMENT",
                "/.. DOT_SEGMENT",
                "/a/../b DOT_SEGMENT",
                "/a/./b DOT_SEGMENT",
                "/a/%2e%2E/b DOT_SEGMENT",
                "/a/.%2e DOT_SEGMENT",
                "/a/..%2fb DOT_SEGMENT",
                "/a%2f.. DOT_SEGMENT",
                "/a%5c..%5cb DOT_SEGMENT",
                "/a/..;x=1/b DOT_SEGMENT",
                "/a\\b TARGET",
                "/a%00 TARGET",
                "/a%2 TARGET",
                "/a%zz TARGET",
                "/a?%2 TARGET",
                "/a#b TARGET",
                "/a?b#c TARGET",
                "/a<b TARGET",
                "/{a} TARGET",
                "a TARGET",
                "?a TARGET",
                "ftp://a/ TARGET",
                "http:///a HOST",
                "http://u@a/ HOST",
                "http://a:99999/ HOST",
                "http://a:b/ HOST",
                "a:80 TARGET"
            })
    void refusesTargets(String target, Flaw flaw) {
        assertEquals(flaw, Parsed.requestFlaw(get(target)), target);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1|NONE",
                "G&T / HTTP/1.1|NONE",
                "get / HTTP/1.1|NONE",
                "G(T / HTTP/1.1|METHOD",
                "GET  / HTTP/1.1|TARGET",
                "'GET / HTTP/1.1 '|VERSION",
                "GET / HTTP/1.1x|VERSION",
                "GET /  HTTP/1.1|VERSION",
                "GET /|VERSION",
                "GET / HTTP/1.2|VERSION_UNKNOWN",
                "GET / HTTP/2.0|VERSION_UNKNOWN",
                "PRI * HTTP/2.0|VERSION_UNKNOWN",
                "GET / http/1.1|VERSION",
                "GET / HTTP/11|VERSION",
                "'GET / HTTP/1.1\t'|VERSION",
                "CONNECT a:80 HTTP/1.1|CONNECT",
            })
    void judgesStartLines(String line, Flaw flaw) {
        assertEquals(flaw, Parsed.requestFlaw(line + "\r\nHost: a\r\n\r\n"), line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\tGET", " GET", "\u0000", "\u0016\u0003\u0001", "\n", "\r\r\n"})
    void refusesOtherBeginnings(String start) {
        assertTrue(Parsed.requestFlaw(start + " / HTTP/1.1\r\nHost: a\r\n\r\n") != Flaw.NONE, start);
    }

    @Test
    void ignoresOneEmptyLineBeforeARequest() {
        assertEquals(Flaw.NONE, Parsed.requestFlaw("\r\n" + get("/")));
        assertEquals(Flaw.METHOD, Parsed.requestFlaw("\r\n\r\n" + get("/")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'A: b\r\n'|NONE",
                "'A:b\r\n'|NONE",
                "'A:\r\n'|NONE",
                "'A: \t b\t \r\n'|NONE",
                "'A: b\u00e9\r\n'|NONE",
                "'A : b\r\n'|FIELD_NAME",
                "'A\t: b\r\n'|FIELD_NAME",
                "': b\r\n'|FIELD_NAME",
                "'A\r\n'|FIELD_NAME",
                "'A(: b\r\n'|FIELD_NAME",
                "'A: b\r\n c\r\n'|FOLDED",
                "'A: b\r\n\tc\r\n'|FOLDED",
                "'A: b\n'|LINE_END",
                "'A: b\rc\r\n'|FIELD_VALUE",
                "'A: b\u0000\r\n'|FIELD_VALUE",
                "'A: b\u007f\r\n'|FIELD_VALUE",
                "'A: b\u0001\r\n'|FIELD_VALUE",
                "'\nA: b\r\n'|LINE_END",
                "'\rA: b\r\n'|LINE_END",
            })
    void judgesFieldLines(String line, Flaw flaw) {
        assertEquals(flaw, Parsed.requestFlaw(with(line)));
    }

    @Test
    void refusesSpaceBeforeTheFirstField() {
        assertEquals(Flaw.FIELD_NAME, Parsed.requestFlaw("GET / HTTP/1.1\r\n Host: a\r\n\r\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a|NONE",
                "a:80|NONE",
                "a:|NONE",
                "[::1]:8080|NONE",
                "192.0.2.1|NONE",
                "''|HOST",
                "':80'|HOST",
                "a b|HOST",
                "a,b|HOST",
                "a/b|HOST",
                "a@b|HOST",
                "a:70000|HOST",
                "a:8080:1|HOST",
                "[::1|HOST",
                "[x]|HOST",
                "a_b|NONE",
            })
    void judgesHosts(String host, Flaw flaw) {
        assertEquals(flaw, Parsed.requestFlaw("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"), host);
    }

    @Test
    void demandsExactlyOneHost() {
        assertEquals(Flaw.HOST_MISSING, Parsed.requestFlaw("GET / HTTP/1.1\r\nA: b\r\n\r\n"));
        assertEquals(Flaw.HOST, Parsed.requestFlaw("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"));
        assertEquals(Flaw.NONE, Parsed.requestFlaw("GET / HTTP/1.0\r\n\r\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'Content-Length: 5\r\n'|NONE",
                "'Content-Length: 05\r\n'|NONE",
                "'Content-Length: 5\r\nContent-Length: 5\r\n'|LENGTH",
                "'Content-Length: 5, 5\r\n'|LENGTH",
                "'Content-Length: +5\r\n'|LENGTH",
                "'Content-Length: -5\r\n'|LENGTH",
                "'Content-Length: 0x5\r\n'|LENGTH",
                "'Content-Length: 5 5\r\n'|LENGTH",
                "'Content-Length:\r\n'|LENGTH",
                "'Content-Length: 99999999999999999999\r\n'|LENGTH",
                "'Transfer-Encoding: chunked\r\n'|NONE",
                "'Transfer-Encoding: Chunked\r\n'|NONE",
                "'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n'|ENCODING",
                "'Transfer-Encoding: chunked, chunked\r\n'|ENCODING",
                "'Transfer-Encoding: identity\r\n'|ENCODING",
                "'Transfer-Encoding: chunked, gzip\r\n'|ENCODING",
                "'Transfer-Encoding: gzip, chunked\r\n'|ENCODING_UNKNOWN",
                "'Transfer-Encoding: xchunked\r\n'|ENCODING",
                "'Transfer-Encoding: \"chunked\"\r\n'|ENCODING",
                "'Transfer-Encoding: chunked;a=b\r\n'|ENCODING",
                "'Transfer-Encoding:\r\n'|ENCODING",
                "'Transfer-Encoding: chunked\r\nContent-Length: 5\r\n'|LENGTH_AND_ENCODING",
                "'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n'|LENGTH_AND_ENCODING",
            })
    void refusesAmbiguousFraming(String fields, Flaw flaw) {
        assertEquals(flaw, Parsed.requestFlaw(with(fields)));
    }

    @Test
    void refusesChunkedFromHttp10() {
        assertEquals(Flaw.ENCODING, Parsed.requestFlaw("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"));
    }

    @Test
    void knowsWhetherTheConnectionIsKept() {
        assertFalse(Parsed.request(with("Connection: close\r\n")).keepsAlive());
        assertFalse(Parsed.request("GET / HTTP/1.0\r\n\r\n").keepsAlive());
        assertTrue(Parsed.request("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
                .keepsAlive());
        assertFalse(Parsed.request(with("Connection: keep-alive, close\r\n")).keepsAlive());
    }

    @Test
    void marksFieldsNamedInConnection() {
        RequestHead head =
                Parsed.request(with("X-A: 1\r\nConnection: x-a, Host, content-length\r\nContent-Length: 0\r\n"));
        assertEquals(Field.HOST, head.kind(0));
        assertEquals(Field.HOP, head.kind(1));
        assertEquals(Field.CONTENT_LENGTH, head.kind(3));
        assertEquals(Flaw.CONNECTION, Parsed.requestFlaw(with("Connection: a b\r\n")));
        assertEquals(Flaw.CONNECTION, Parsed.requestFlaw(with("Connection: " + "a,".repeat(17) + "b\r\n")));
    }

    @Test
    void upgradesOnlyWhatIsMeantTo() {
        String fields = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
        assertTrue(Parsed.request(with(fields)).upgrade() >= 0);
        assertEquals(-1, Parsed.request(with("Upgrade: websocket\r\n")).upgrade());
        assertEquals(
                -1,
                Parsed.request(with("Connection: upgrade\r\nUpgrade: h2c\r\n")).upgrade());
        assertEquals(-1, Parsed.request(with(fields + "Content-Length: 1\r\n")).upgrade());
        assertEquals(-1, Parsed.request(with(fields + "Upgrade: x\r\n")).upgrade());
    }

    @Test
    void expectsOnlyContinue() {
        assertTrue(Parsed.request(with("Expect: 100-Continue\r\nContent-Length: 1\r\n"))
                .expectsContinue());
        assertEquals(Flaw.EXPECTATION, Parsed.requestFlaw(with("Expect: cake\r\n")));
    }

    @Test
    void keepsToItsLimits() {
        var limits = new HeadLimits(64, 3, 256);
        assertEquals(Flaw.START_LINE_TOO_LONG, flaw(limits, get("/" + "a".repeat(64))));
        assertEquals(Flaw.NONE, flaw(limits, get("/" + "a".repeat(64 - 16))));
        assertEquals(Flaw.TOO_MANY_FIELDS, flaw(limits, with("A: b\r\nA: b\r\nA: b\r\n")));
        assertEquals(Flaw.TOO_LARGE, flaw(limits, with("A: " + "b".repeat(256) + "\r\n")));
    }

    private static Flaw flaw(HeadLimits limits, String text) {
        var head = new RequestHead(limits);
        Parsed.feed(head, Parsed.bytes(text), List.of());
        return head.flaw();
    }
}
