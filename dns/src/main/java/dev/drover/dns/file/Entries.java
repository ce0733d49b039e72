package dev.drover.dns.file;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a zone file, one after the other (RFC 1035 section 5.1): an entry is a line, or more where parentheses hold them
 * together; comments begin with a semicolon.
 *
 * <p>Faults of form end the entry they are in: the next one begins with the next line.
 */
final class Entries {
    /** Words of one entry; an entry of that many is an open parenthesis that nobody closed. */
    private static final int MOST = 20_000;

    private final String text;
    private int at;
    private int line = 1;
    private int lineStart;

    Entries(String text) {
        this.text = text;
    }

    /**
     * A word as it was written, with its quotes and escapes.
     *
     * @param column from 1
     */
    record Word(String raw, int line, int column) {
        boolean isQuoted() {
            return raw.startsWith("\"");
        }

        /** Without the quotes around it. */
        String bare() {
            return isQuoted() && raw.length() > 1 && raw.endsWith("\"") ? raw.substring(1, raw.length() - 1) : raw;
        }
    }

    /**
     * One entry.
     *
     * @param continued whether it begins with a blank: it belongs to the owner of the one before
     * @param fault what is wrong with its form, or null; then there are no words to trust
     */
    record Entry(
            List<Word> words,
            boolean continued,
            int line,
            int column,
            @Nullable String fault) {}

    /** The next entry that has words or a fault; null at the end. */
    @Nullable
    Entry next() {
        while (at < text.length()) {
            Entry entry = read();
            if (entry.fault() != null || !entry.words().isEmpty()) {
                return entry;
            }
        }
        return null;
    }

    private Entry read() {
        var words = new ArrayList<Word>();
        char first = text.charAt(at);
        boolean continued = first == ' ' || first == '\t';
        int begin = line;
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                newLine();
                if (depth == 0) {
                    break;
                }
            } else if (c == ';') {
                skipComment();
            } else if (c == '(' || c == ')') {
                depth += c == '(' ? 1 : -1;
                at++;
                if (depth < 0) {
                    return faulty(begin, "a closing parenthesis without an opening one");
                }
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\ufeff') {
                at++;
            } else {
                Word word = word();
                if (word == null) {
                    return faulty(begin, "a quote that is not closed in its line");
                }
                words.add(word);
                if (words.size() > MOST) {
                    return faulty(begin, "more than " + MOST + " words in one entry: is a parenthesis open?");
                }
            }
        }
        if (depth > 0) {
            return faulty(begin, "an opening parenthesis without a closing one");
        }
        int column = words.isEmpty() ? 1 : words.getFirst().column();
        return new Entry(
                words, continued, words.isEmpty() ? begin : words.getFirst().line(), column, null);
    }

    private Entry faulty(int begin, String fault) {
        int column = Math.max(1, begin == line ? at - lineStart : 1);
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
        if (at < text.length()) {
            newLine();
        }
        return new Entry(List.of(), false, begin, column, fault);
    }

    private void newLine() {
        at++;
        line++;
        lineStart = at;
    }

    private void skipComment() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
    }

    /** Null for a quote that does not end. */
    private @Nullable Word word() {
        int begin = at;
        boolean quoted = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n' || (!quoted && isEnd(c, begin))) {
                break;
            }
            if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) != '\n') {
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            }
            at++;
            if (!quoted && c == '"' && text.charAt(begin) == '"') {
                break;
            }
        }
        return quoted ? null : new Word(text.substring(begin, at), line, begin - lineStart + 1);
    }

    private boolean isEnd(char c, int begin) {
        boolean another = c == '"' && at > begin && text.charAt(at - 1) != '=';
        return another || c == ' ' || c == '\t' || c == '\r' || c == ';' || c == '(' || c == ')';
    }
}
