package dev.drover.command;

import dev.drover.observe.counter.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Set;

/**
 * All that commands print goes through here: what a host, a service or a file says may hold characters that a terminal obeys, and
 * whoever wrote them is not the one who reads. Lines, tabs and our own colours pass, colours of others are left out, and of the rest
 * there is a question mark each.
 */
final class ShownOnly extends Writer {
    private static final String BEGIN = "\u001b[";
    /** What {@link Output} paints with, and picocli its help. */
    private static final Set<String> OURS =
            Set.of("", "0", "1", "2", "3", "4", "21", "22", "23", "24", "31", "32", "33", "34", "35", "36", "39");

    private final PrintWriter to;
    private final boolean colours;

    ShownOnly(PrintWriter to, boolean colours) {
        this.to = to;
        this.colours = colours;
    }

    @Override
    public void write(char[] text, int from, int length) {
        write(new String(text, from, length), 0, length);
    }

    @Override
    public void write(String text, int from, int length) {
        int end = from + length;
        int shown = from;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (!Printable.is(c) && c != '\n' && c != '\t') {
                to.write(text, shown, i - shown);
                shown = i + instead(text, i, end);
                i = shown - 1;
            }
        }
        to.write(text, shown, end - shown);
    }

    /** Writes what stands for the character here, and returns how many characters that is about. */
    private int instead(String text, int at, int end) {
        int colour = colourEnd(text, at, end);
        if (colour > 0) {
            if (colours && OURS.contains(text.substring(at + BEGIN.length(), colour - 1))) {
                to.write(text, at, colour - at);
            }
            return colour - at;
        }
        boolean lineEnd = text.startsWith("\r\n", at) && at + 1 < end; // as Windows has it
        to.write(lineEnd ? '\r' : '?');
        return 1;
    }

    /** The place behind a colour (ECMA-48, 8.3.117: SGR) that begins here; 0 if none does. */
    private static int colourEnd(String text, int at, int end) {
        if (!text.startsWith(BEGIN, at)) {
            return 0;
        }
        int i = at + BEGIN.length();
        while (i < end && (text.charAt(i) >= '0' && text.charAt(i) <= ';')) { // digits, colon, semicolon
            i++;
        }
        return i < end && text.charAt(i) == 'm' ? i + 1 : 0;
    }

    @Override
    public void flush() throws IOException {
        if (to.checkError()) { // flushes, too
            throw new IOException("it cannot be written");
        }
    }

    @Override
    public void close() {
        to.close();
    }
}
