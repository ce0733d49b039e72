package dev.drover.http.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseHeadTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK|NONE",
                "HTTP/1.1 200 |NONE",
                "HTTP/1.1 200|NONE",
                "HTTP/1.0 404 Not Found at all|NONE",
                "HTTP/1.1 2000 OK|STATUS",
                "HTTP/1.1 20 OK|STATUS",
                "HTTP/1.1 600 OK|STATUS",
                "HTTP/1.1  200 OK|STATUS",
                "HTTP/1.2 200 OK|STATUS",
                "HTTP/2 200|STATUS",
                "http/1.1 200 OK|STATUS",
                "garbage|STATUS",
                "HTTP/1.1 200\tOK|STATUS",
            })
    void judgesStatusLines(String line, Flaw flaw) {
        assertEquals(flaw, Parsed.response(line + "\r\n\r\n").flaw(), line);
    }

    @Test
    void takesSpaceBeforeTheColonAway() {
        ResponseHead head = Parsed.response("HTTP/1.1 200 OK\r\nContent-Length \t: 5\r\n\r\n");
        assertEquals(5, head.contentLength());
    }

    @Test
    void refusesFoldedFieldsAndBareLineFeeds() {
        assertEquals(
                Flaw.FOLDED,
                Parsed.response("HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n").flaw());
        assertEquals(Flaw.LINE_END, Parsed.response("HTTP/1.1 200 OK\n\n").flaw());
        assertEquals(
                Flaw.LINE_END, Parsed.response("HTTP/1.1 200 OK\r\nA: b\n\r\n").flaw());
    }

    @Test
    void refusesTwoFramings() {
        assertEquals(
                Flaw.LENGTH_AND_ENCODING,
                Parsed.response("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n")
                        .flaw());
        assertEquals(
                Flaw.ENCODING,
                Parsed.response("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                        .flaw());
    }

    @Test
    void knowsWhichResponsesHaveNoBody() {
        assertFalse(Parsed.response("HTTP/1.1 204 No Content\r\n\r\n").mayHaveBody(false));
        assertFalse(Parsed.response("HTTP/1.1 304 Not Modified\r\n\r\n").mayHaveBody(false));
        assertFalse(Parsed.response("HTTP/1.1 200 OK\r\n\r\n").mayHaveBody(true));
        assertTrue(Parsed.response("HTTP/1.1 200 OK\r\n\r\n").mayHaveBody(false));
    }
}
