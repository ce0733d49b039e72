package dev.drover.proof;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One file of the request corpus: lines of {@code # key: value} (the first: why it is there), then the bytes in readable form. In
 * these {@code \r \n \t \\ \xHH} and {@code \{text*count}} stand for what they say, and line ends of the file mean nothing.
 *
 * @param meanings what readers must understand of each request that is forwarded: method, target, host, length and body
 * @param absent names of fields that may not reach the origin
 * @param present names of fields that must reach it
 * @param unjudged names of readers that are not asked, each with its reason in the file
 * @param beyondParser whether something behind the parser decides it, such as a limit of the route
 * @param canary whether a good request follows in the same write: it shows where the bytes of the case ended
 */
record CorpusCase(
        String name,
        String reason,
        String source,
        Verdict verdict,
        List<String> meanings,
        List<String> absent,
        List<String> present,
        String unjudged,
        boolean beyondParser,
        boolean canary,
        String text) {

    /** What must become of the bytes. */
    enum Verdict {
        /** An error status of Drover's own, then the end; not one byte reaches the origin. */
        REFUSED("refused"),
        /** Found bad when forwarding may have begun: the origin sees no complete request, the client an error or the end. */
        ABORTED("aborted"),
        /** Exactly the meanings, then the canary. */
        FORWARDED("forwarded"),
        /** Exactly the meanings, then the end: the rest is not read. */
        CLOSED("forwarded, closed"),
        /** Exactly the meanings, then as {@link #REFUSED}. */
        THEN_REFUSED("forwarded, refused"),
        /** The specification leaves it to the server; if it forwards, then with exactly the meanings. */
        EITHER("either");

        private final String spelling;

        Verdict(String spelling) {
            this.spelling = spelling;
        }

        static Verdict of(String spelling) {
            return Stream.of(values())
                    .filter(v -> v.spelling.equals(spelling))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("verdict: " + spelling));
        }
    }

    static List<CorpusCase> all() {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/corpus"))) {
            return files.sorted().map(CorpusCase::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CorpusCase read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
            List<String> head =
                    lines.stream().takeWhile(l -> l.startsWith("# ")).toList();
            String text = String.join("", lines.subList(head.size(), lines.size()));
            return new CorpusCase(
                    file.getFileName().toString().replace(".http", ""),
                    head.getFirst().substring(2),
                    one(head, "source"),
                    Verdict.of(one(head, "verdict")),
                    values(head, "meaning").map(CorpusCase::unescape).toList(),
                    words(head, "absent"),
                    words(head, "present"),
                    values(head, "unjudged").findFirst().orElse(""),
                    values(head, "decided").anyMatch("behind the parser"::equals),
                    values(head, "canary").noneMatch("none"::equals),
                    unescape(text));
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(file.toString(), e);
        }
    }

    private static Stream<String> values(List<String> head, String key) {
        String prefix = "# " + key + ": ";
        return head.stream().filter(l -> l.startsWith(prefix)).map(l -> l.substring(prefix.length()));
    }

    private static String one(List<String> head, String key) {
        return values(head, key).findFirst().orElseThrow(() -> new IllegalArgumentException("no " + key));
    }

    private static List<String> words(List<String> head, String key) {
        return values(head, key).flatMap(v -> Arrays.stream(v.split(" ", -1))).toList();
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean judgedBy(String reader) {
        return !unjudged.contains(reader);
    }

    /** Hosts compare without case; a wanted host of {@code *} is any. */
    static boolean same(String wanted, String got) {
        String[] want = wanted.split(" ", 4);
        String[] have = got.split(" ", 4);
        return want[0].equals(have[0])
                && want[1].equals(have[1])
                && (want[2].equals("*") || want[2].equalsIgnoreCase(have[2]))
                && want[3].equals(have[3]);
    }

    /** Latin-1 characters, one for each byte. */
    static String unescape(String readable) {
        var out = new ByteArrayOutputStream();
        int i = 0;
        while (i < readable.length()) {
            if (readable.charAt(i) != '\\') {
                out.write(readable.charAt(i++));
                continue;
            }
            switch (readable.charAt(i + 1)) {
                case 'r' -> out.write('\r');
                case 'n' -> out.write('\n');
                case 't' -> out.write('\t');
                case '\\' -> out.write('\\');
                case 'x' -> {
                    out.write(Integer.parseInt(readable.substring(i + 2, i + 4), 16));
                    i += 2;
                }
                case '{' -> {
                    int end = readable.indexOf('}', i);
                    int star = readable.lastIndexOf('*', end);
                    int count = Integer.parseInt(readable.substring(star + 1, end));
                    out.writeBytes(unescape(readable.substring(i + 2, star))
                            .repeat(count)
                            .getBytes(StandardCharsets.ISO_8859_1));
                    i = end - 1;
                }
                default -> throw new IllegalArgumentException("escape at " + i);
            }
            i += 2;
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return name + ": " + reason + " (" + source + ")";
    }
}
