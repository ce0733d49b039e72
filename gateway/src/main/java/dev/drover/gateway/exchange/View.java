package dev.drover.gateway.exchange;

import dev.drover.gateway.stage.Text;
import java.nio.charset.StandardCharsets;

/** A part of a head's bytes; moved from one to the next, so that looking at it allocates nothing. */
final class View implements Text {
    private byte[] bytes = new byte[0];
    private int from;
    private int to;

    View of(byte[] memory, int start, int end) {
        bytes = memory;
        from = start;
        to = end;
        return this;
    }

    @Override
    public int length() {
        return to - from;
    }

    @Override
    public byte at(int index) {
        return bytes[from + index];
    }

    @Override
    public void copy(int start, byte[] into, int at, int length) {
        System.arraycopy(bytes, from + start, into, at, length);
    }

    @Override
    public String string() {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return string();
    }
}
