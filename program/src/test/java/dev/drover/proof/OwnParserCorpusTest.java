package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.http.head.HeadLimits;
import dev.drover.proof.CorpusCase.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The corpus against Drover's parser alone: a wrong verdict is seen here first, without sockets. */
final class OwnParserCorpusTest {
    private static final RequestReader READER = new OwnReader(HeadLimits.DEFAULT);
    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: next.test\r\nConnection: close\r\n\r\n";

    @TestFactory
    Stream<DynamicTest> readsOnlyWhatIsUnambiguous() {
        return CorpusCase.all().stream()
                .filter(c -> !c.beyondParser())
                .map(c -> DynamicTest.dynamicTest(c.toString(), () -> verify(c)));
    }

    private static void verify(CorpusCase corpus) throws IOException {
        String text = corpus.canary() ? corpus.text() + NEXT : corpus.text();
        List<String> found = READER.understand(text.getBytes(StandardCharsets.ISO_8859_1));
        String what = corpus + "\nread as " + found;
        List<String> wanted = corpus.meanings();
        boolean stops = found.getLast().startsWith("flaw") || found.getLast().startsWith("incomplete");
        switch (corpus.verdict()) {
            case REFUSED, ABORTED -> {
                assertEquals(1, found.size(), what);
                assertTrue(stops, what);
            }
            case THEN_REFUSED -> {
                assertEquals(wanted.size() + 1, found.size(), what);
                assertTrue(stops, what);
            }
            case FORWARDED, CLOSED ->
                assertEquals(wanted.size() + (corpus.verdict() == Verdict.FORWARDED ? 1 : 0), found.size(), what);
            case EITHER -> {
                return;
            }
        }
        for (int i = 0; i < Math.min(wanted.size(), found.size()); i++) {
            assertTrue(stops && i == found.size() - 1 || same(wanted.get(i), found.get(i)), what);
        }
    }

    private static boolean same(String wanted, String found) {
        return CorpusCase.same(wanted.replace(" * ", " " + found.split(" ", 4)[2] + " "), found);
    }
}
