package dev.drover.gateway.stage;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with places for what is known of a request: {@code https://{host}{path}{query}}. Compiled once, shared by all loops.
 *
 * <p>What comes from a request cannot break out of its line: the exchange refuses CR, LF and NUL in heads, and {@link #write}
 * leaves out any control character all the same.
 */
public final class Template {
    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Names are {@code host}, {@code path}, {@code query} (with its question mark), {@code client}, {@code request-id} and
     * {@code scheme}, and the path names given. A brace with any other name in it stays as it is written.
     *
     * @param variables names of the matched pattern, in the order in which the notes keep their values
     */
    public static Template of(String text, List<String> variables) {
        var parts = new ArrayList<Part>();
        int at = 0;
        int open = text.indexOf('{');
        while (open >= 0) {
            int close = text.indexOf('}', open);
            Part part = close < 0 ? null : Part.of(text.substring(open + 1, close), variables);
            if (part != null) {
                literal(text.substring(at, open), parts);
                parts.add(part);
                at = close + 1;
                open = text.indexOf('{', at);
            } else {
                open = text.indexOf('{', open + 1);
            }
        }
        literal(text.substring(at), parts);
        return new Template(parts);
    }

    private static void literal(String text, List<Part> parts) {
        if (!text.isEmpty()) {
            parts.add(new Part.Literal(new AsciiString(text.getBytes(StandardCharsets.UTF_8), false)));
        }
    }

    /** True if what comes first is taken from the request. */
    public boolean beginsWithFact() {
        return !parts.isEmpty() && !(parts.getFirst() instanceof Part.Literal);
    }

    /** Appends the filled text. Releases nothing. */
    public void write(Request request, ByteBuf out) {
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).write(request, out);
        }
    }
}
