package dev.drover.http.head;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of one message head and where its parts are (RFC 9112 section 2). Reused: {@link #clear} forgets everything but the
 * memory.
 *
 * <pre>
 *  METHOD SP target SP HTTP/1.1 CRLF   start line
 *  Name: value CRLF                    field 0: nameStart nameEnd valueStart valueEnd; the line ends where the next begins
 *  ...
 *  CRLF                                fieldsEnd
 * </pre>
 *
 * <p>The parser is a state machine over single octets whose flaws depend on the position only: however the bytes are split on
 * arrival, the result is the same.
 */
public abstract sealed class Head permits RequestHead, ResponseHead {
    /** Bytes copied at a time: most heads are smaller, and what follows a head is not copied in vain. */
    private static final int CHUNK = 512;

    private static final int STRIDE = 4;

    /** What has become of a head. */
    public enum Progress {
        MORE,
        DONE,
        FLAWED
    }

    /** What the next octet belongs to. */
    enum Phase {
        START,
        LINE,
        NAME,
        VALUE,
        LINE_FEED,
        END,
        DONE,
        FLAWED
    }

    private final HeadLimits limits;
    byte[] bytes = new byte[CHUNK];
    int length;
    int position;
    private Phase phase = Phase.START;
    private Flaw flaw = Flaw.NONE;
    private int[] places = new int[32 * STRIDE];
    private Field[] kinds = new Field[32];
    private int fields;
    private int fieldsEnd;

    Head(HeadLimits limits) {
        this.limits = limits;
    }

    public void clear() {
        length = 0;
        position = 0;
        phase = Phase.START;
        flaw = Flaw.NONE;
        fields = 0;
        fieldsEnd = 0;
        if (bytes.length > 8 * CHUNK) {
            bytes = new byte[CHUNK];
        }
    }

    /** Takes what belongs to the head and leaves the rest in {@code in}, which stays the caller's. */
    public final Progress read(ByteBuf in) {
        while (phase != Phase.DONE && phase != Phase.FLAWED && in.isReadable()) {
            int before = length;
            int take = Math.min(Math.min(in.readableBytes(), CHUNK), limits.bytes() - length);
            if (take == 0) {
                return fail(Flaw.TOO_LARGE);
            }
            if (length + take > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + take));
            }
            in.getBytes(in.readerIndex(), bytes, length, take);
            length += take;
            scan();
            int used = phase == Phase.DONE ? position - before : take;
            length = before + used;
            in.skipBytes(used);
        }
        return switch (phase) {
            case DONE -> Progress.DONE;
            case FLAWED -> Progress.FLAWED;
            default -> Progress.MORE;
        };
    }

    /** Each phase goes on with the next one itself; here a line is followed by the next. */
    private void scan() {
        resume();
        while (phase == Phase.LINE && position < length) {
            line();
        }
    }

    /** Goes on where the bytes ended the last time. */
    private void resume() {
        switch (phase) {
            case START -> start();
            case NAME -> name();
            case VALUE -> value();
            case LINE_FEED -> lineFeed();
            case END -> end();
            case LINE, DONE, FLAWED -> {}
        }
    }

    private void start() {
        int end = Math.min(length, limits.startLine());
        boolean complete = startLine(end);
        if (phase == Phase.FLAWED) {
            return;
        }
        if (complete) {
            phase = Phase.LINE;
        } else if (end == limits.startLine()) {
            fail(Flaw.START_LINE_TOO_LONG);
        }
    }

    /** Reads on from {@link #position}, which it moves, up to {@code end}. True: the line is complete, its CRLF included. */
    abstract boolean startLine(int end);

    /** A line after the start line, of which one octet at least has arrived. */
    private void line() {
        byte first = bytes[position];
        if (first == '\r') {
            fieldsEnd = position++;
            phase = Phase.END;
            end();
        } else if (first == ' ' || first == '\t') {
            fail(fields == 0 ? Flaw.FIELD_NAME : Flaw.FOLDED);
        } else if (first == '\n') {
            fail(Flaw.LINE_END);
        } else if (fields == limits.fields()) {
            fail(Flaw.TOO_MANY_FIELDS);
        } else {
            growPlaces();
            places[fields * STRIDE] = position;
            phase = Phase.NAME;
            name();
        }
    }

    private void growPlaces() {
        if (fields == kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * fields);
            places = Arrays.copyOf(places, 2 * fields * STRIDE);
        }
    }

    private void name() {
        byte[] b = bytes;
        int at = position;
        int limit = length;
        while (at < limit && Octets.is(b[at], Octets.TOKEN)) {
            at++;
        }
        position = at;
        if (at == limit) {
            return;
        }
        int from = places[fields * STRIDE];
        int end = at;
        if (b[at] != ':' && spaceBeforeColonAllowed()) {
            end = at;
            while (at < limit && (b[at] == ' ' || b[at] == '\t')) {
                at++;
            }
            if (at == limit) {
                return;
            }
        }
        if (b[at] != ':' || end == from) {
            fail(Flaw.FIELD_NAME);
            return;
        }
        places[fields * STRIDE + 1] = end;
        places[fields * STRIDE + 2] = -1;
        position = at + 1;
        phase = Phase.VALUE;
        value();
    }

    /** RFC 9112 section 5.1: refused in a request, removed from a response. */
    abstract boolean spaceBeforeColonAllowed();

    private void value() {
        byte[] b = bytes;
        int at = position;
        int limit = length;
        int place = fields * STRIDE;
        if (places[place + 2] < 0) {
            while (at < limit && (b[at] == ' ' || b[at] == '\t')) {
                at++;
            }
            position = at;
            if (at == limit) {
                return;
            }
            places[place + 2] = at;
        }
        while (at < limit && Octets.is(b[at], Octets.VALUE)) {
            at++;
        }
        position = at;
        if (at == limit) {
            return;
        }
        if (b[at] != '\r') {
            fail(b[at] == '\n' ? Flaw.LINE_END : Flaw.FIELD_VALUE);
            return;
        }
        int end = at;
        while (end > places[place + 2] && (b[end - 1] == ' ' || b[end - 1] == '\t')) {
            end--;
        }
        places[place + 3] = end;
        position = at + 1;
        phase = Phase.LINE_FEED;
        lineFeed();
    }

    private void lineFeed() {
        if (position == length) {
            return;
        }
        if (bytes[position] != '\n') {
            fail(Flaw.FIELD_VALUE);
            return;
        }
        position++;
        int place = fields * STRIDE;
        Field kind = Field.of(bytes, places[place], places[place + 1]);
        kinds[fields++] = kind;
        phase = Phase.LINE;
        if (kind != Field.OTHER) {
            judge(kind, fields - 1, places[place + 2], places[place + 3]);
        }
    }

    private void end() {
        if (position == length) {
            return;
        }
        if (bytes[position] != '\n') {
            fail(Flaw.LINE_END);
            return;
        }
        position++;
        phase = Phase.DONE;
        finish();
    }

    /** A known field has been read. May {@link #fail}. */
    abstract void judge(Field kind, int index, int from, int to);

    /** The head is complete. May {@link #fail}. */
    abstract void finish();

    final Progress fail(Flaw found) {
        flaw = found;
        phase = Phase.FLAWED;
        return Progress.FLAWED;
    }

    final void mark(int index, Field kind) {
        kinds[index] = kind;
    }

    public final Flaw flaw() {
        return flaw;
    }

    /** Bytes of the head so far, its end included. */
    public final int size() {
        return length;
    }

    /** The memory, not to be changed; valid until more is read. */
    public final byte[] bytes() {
        return bytes;
    }

    public final int fields() {
        return fields;
    }

    public final Field kind(int index) {
        return kinds[index];
    }

    /** Also where the line begins. */
    public final int nameStart(int index) {
        return places[index * STRIDE];
    }

    public final int nameEnd(int index) {
        return places[index * STRIDE + 1];
    }

    public final int valueStart(int index) {
        return places[index * STRIDE + 2];
    }

    public final int valueEnd(int index) {
        return places[index * STRIDE + 3];
    }

    /** Behind the CRLF of the field's line. */
    public final int lineEnd(int index) {
        return index + 1 < fields ? places[(index + 1) * STRIDE] : fieldsEnd;
    }

    /** Index of the {@code n}-th field of that name, counted from 0; -1 if there is none. */
    public final int find(byte[] lower, int n) {
        int left = n;
        for (int i = 0; i < fields; i++) {
            if (Octets.equalsLower(bytes, nameStart(i), nameEnd(i), lower) && left-- == 0) {
                return i;
            }
        }
        return -1;
    }

    public final String value(int index) {
        return text(valueStart(index), valueEnd(index));
    }

    final String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
