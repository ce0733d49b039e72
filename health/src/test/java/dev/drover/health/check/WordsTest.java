package dev.drover.health.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "finishConnect(..) failed with error(-111): Connection refused: /127.0.0.1:1|connection refused",
                "Connection refused|connection refused",
                "Connection reset by peer|connection reset",
                "connection timed out after 1000 ms: /192.0.2.1:80|timed out",
                "Connection timed out|timed out",
                "No route to host (connect failed)|no route to host",
                "connect(..) failed with error(-101): Network is unreachable: /192.0.2.1:80|network unreachable",
                "TLS: Connection reset|no connection: TLS: Connection reset",
                "connect(..) failed with error(-13): Permission denied: /127.0.0.1:1|no connection: Permission denied",
            })
    void failedConnectionIsNamedAsEverybodyKnowsIt(String detail, String words) {
        assertEquals(words, Words.failedConnection(detail));
    }
}
