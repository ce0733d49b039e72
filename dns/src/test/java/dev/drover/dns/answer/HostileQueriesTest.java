package dev.drover.dns.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.dns.message.Query;
import dev.drover.dns.peers.Zones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** Whatever comes: no exception, no answer longer than allowed, none to a response, and each answer is a sound message. */
class HostileQueriesTest {
    private static final Answers ANSWERS = Answers.of(Zones.all(), new Identity("nsid", "v", 1232));
    private static final List<Case> CORPUS = corpus();

    /** A query with what must come back: the name of a code, {@code SILENCE}, or {@code ANY} sound message. */
    private record Case(String why, String expected, byte[] query) {}

    private final Query scratch = new Query();

    /** Lines of {@code expected | hexadecimal digits | why}. */
    private static List<Case> corpus() {
        var all = new ArrayList<Case>();
        try {
            for (String line : Files.readAllLines(Path.of("src/test/resources/hostile-queries.txt"))) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.split("\\|", 3);
                    byte[] query = HexFormat.of().parseHex(parts[1].replace(" ", ""));
                    all.add(new Case(parts[2].strip(), parts[0].strip(), query));
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return all;
    }

    private byte[] answer(byte[] query, boolean stream) {
        System.arraycopy(query, 0, scratch.bytes(), 0, query.length);
        return Arrays.copyOf(scratch.bytes(), ANSWERS.answer(scratch, query.length, stream));
    }

    private byte[] checked(byte[] query) {
        byte[] answer = answer(query, false);
        boolean unanswerable = query.length < 12 || (query[2] & 0x80) != 0;
        assertEquals(unanswerable, answer.length == 0);
        if (answer.length > 0) {
            assertTrue(answer.length <= 1232, () -> answer.length + " bytes");
            assertTrue(answer.length <= 512 || (query[11] | query[10]) != 0, "more than 512 bytes without EDNS");
            assertEquals(query[0], answer[0]);
            assertEquals(query[1], answer[1]);
            try {
                new Message(answer)
                        .getSection(1)
                        .forEach(r -> assertTrue(r.getName().length() > 0));
            } catch (IOException e) {
                throw new AssertionError(
                        HexFormat.of().formatHex(query) + "\n" + HexFormat.of().formatHex(answer), e);
            }
        }
        return answer;
    }

    @Test
    void answersTheCorpusAsWritten() {
        assertTrue(CORPUS.size() > 20);
        for (Case c : CORPUS) {
            byte[] answer = checked(c.query());
            String got = answer.length == 0 ? "SILENCE" : Rcode.string(rcode(answer));
            assertTrue(c.expected().equals("ANY") || c.expected().equals(got), () -> c.why() + ": " + got);
        }
    }

    private static int rcode(byte[] answer) {
        try {
            return new Message(answer).getRcode();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Property(tries = 5000)
    void survivesBytes(@ForAll @Size(max = 300) byte[] query) {
        checked(query);
    }

    /** Behind a header that lets them through. */
    @Property(tries = 5000)
    void survivesQuestionsOfBytes(@ForAll @Size(max = 300) byte[] rest, @ForAll byte additional) {
        var query = new byte[12 + rest.length];
        query[5] = 1;
        query[11] = additional;
        System.arraycopy(rest, 0, query, 12, rest.length);
        checked(query);
    }

    /** One of the corpus with some bytes changed, cut, or repeated. */
    @Property(tries = 10_000)
    void survivesMutations(@ForAll long seed) {
        var random = new Random(seed);
        byte[] query = CORPUS.get(random.nextInt(CORPUS.size())).query().clone();
        for (int i = random.nextInt(4); i >= 0 && query.length > 0; i--) {
            int at = random.nextInt(query.length);
            query = switch (random.nextInt(5)) {
                case 0 -> Arrays.copyOf(query, at);
                case 1 -> Arrays.copyOf(query, query.length + random.nextInt(40));
                case 2 -> with(query, at, random.nextInt(256));
                case 3 -> with(query, at, query[at] ^ 1 << random.nextInt(8));
                default -> with(query, at, 0xc0);
            };
        }
        checked(query);
    }

    private static byte[] with(byte[] query, int at, int value) {
        byte[] other = query.clone();
        other[at] = (byte) value;
        return other;
    }

    /** Amplification: without EDNS and with what a client offers, to the byte. */
    @Property(tries = 2000)
    void isNeverLongerThanTheClientTakes(@ForAll long seed, @ForAll short offered) {
        var random = new Random(seed);
        var query = HexFormat.of()
                .parseHex("abcd01000001000000000001" + "0662696774787407" + "6578616d706c65" + "0474657374" + "00"
                        + "00100001" + "000029" + "%04x".formatted(offered & 0xffff) + "000000000000");
        query[18] = random.nextBoolean() ? query[18] : (byte) 'z';
        int limit = Math.min(1232, Math.max(512, offered & 0xffff));
        byte[] answer = answer(query, false);
        assertTrue(answer.length > 0 && answer.length <= limit);
    }
}
