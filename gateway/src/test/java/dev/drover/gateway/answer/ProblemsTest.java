package dev.drover.gateway.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.gateway.stage.Answer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void writesADocumentWithTheRequestId() {
        Answer answer = Problems.of(503, "No \"instance\".", "abc", Map.of("Retry-After", "5"));
        assertEquals(
                "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
                        + "\"detail\":\"No \\\"instance\\\".\",\"requestId\":\"abc\"}\n",
                text(answer.body()));
        String head = text(answer.head());
        assertTrue(head.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), head);
        assertTrue(head.contains("Content-Type: application/problem+json\r\n"), head);
        assertTrue(head.contains("Retry-After: 5\r\n"), head);
        assertTrue(head.endsWith("Content-Length: " + answer.body().length + "\r\n"), head);
    }

    @Test
    void givesNoLengthWhereNoneBelongs() {
        Answer answer = Answer.of(204, new LinkedHashMap<>(), new byte[3]);
        assertEquals("HTTP/1.1 204 No Content\r\n", text(answer.head()));
        assertEquals(0, answer.body().length);
    }
}
