package dev.drover.model.tree;

import dev.drover.model.Problem;
import dev.drover.model.Where;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Text of one YAML file, read into a {@link Tree} or refused with every problem that was met. */
public final class YamlText {
    /** Bytes of one file. */
    public static final int LONGEST = 4 << 20;

    private YamlText() {}

    /** UTF-8 bytes to text: empty with one problem if they are something else. A byte order mark is left out. */
    public static Optional<String> decode(String file, byte[] bytes, Consumer<Problem> problems) {
        if (bytes.length >= 2 && isUtf16(bytes[0], bytes[1])) {
            problems.accept(Problem.of(
                    start(file),
                    "",
                    "the file is UTF-16 (expected: UTF-8)",
                    "iconv -f UTF-16 -t UTF-8 " + file + " > new.yaml"));
            return Optional.empty();
        }
        var buffer = ByteBuffer.wrap(bytes);
        try {
            return Optional.of(withoutMark(
                    StandardCharsets.UTF_8.newDecoder().decode(buffer).toString()));
        } catch (CharacterCodingException e) {
            problems.accept(notUtf8(file, bytes, buffer.position()));
            return Optional.empty();
        }
    }

    private static boolean isUtf16(byte first, byte second) {
        return (first == (byte) 0xfe && second == (byte) 0xff) || (first == (byte) 0xff && second == (byte) 0xfe);
    }

    private static String withoutMark(String text) {
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static Problem notUtf8(String file, byte[] bytes, int at) {
        String before = new String(bytes, 0, at, StandardCharsets.UTF_8);
        String found = "byte 0x%02x is not UTF-8 (expected: text in UTF-8)".formatted(bytes[at] & 0xff);
        return Problem.of(place(file, before, before.length()), "", found, "save the file as UTF-8");
    }

    /** The tree of one document; empty for a text without any, or one that was refused. */
    public static Optional<Tree> read(String file, String text, Consumer<Problem> problems) {
        if (text.length() > LONGEST) {
            problems.accept(tooLong(file, text.length(), LONGEST));
            return Optional.empty();
        }
        Optional<Problem> unprintable = unprintable(file, withoutMark(text));
        if (unprintable.isPresent()) {
            problems.accept(unprintable.get());
            return Optional.empty();
        }
        return new Composer(file, withoutMark(text), problems).compose();
    }

    /** The answer to a file that is larger than it may be. */
    public static Problem tooLong(String file, long length, int longest) {
        return Problem.of(
                start(file),
                "",
                "the file has " + length + " bytes (expected: at most " + (longest >> 20) + " MiB)",
                "split it into several files with include");
    }

    /** Characters that YAML does not allow (YAML 1.2.2, 5.1). */
    private static Optional<Problem> unprintable(String file, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c >= ' ' && c < 0x7f) || c == '\n' || c == '\r' || c == '\t') {
                continue;
            }
            if (c < ' ' || (c >= 0x7f && c < 0xa0 && c != 0x85) || c >= 0xfffe || c == 0xfeff || isLone(text, i)) {
                String found = "character U+%04X is not allowed (expected: printable text)".formatted((int) c);
                return Optional.of(Problem.of(place(file, text, i), "", found, "remove it"));
            }
        }
        return Optional.empty();
    }

    private static boolean isLone(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    static Where start(String file) {
        return new Where(file, 1, 1, Map.of());
    }

    /** Line and column of an index; columns count characters as an editor does. */
    private static Where place(String file, String text, int index) {
        int line = 1;
        int begin = 0;
        for (int i = 0; i < index; i++) {
            char c = text.charAt(i);
            boolean ends = c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1));
            if (ends) {
                line++;
                begin = i + 1;
            }
        }
        return new Where(file, line, text.codePointCount(begin, Math.max(begin, index)) + 1, Map.of());
    }
}
