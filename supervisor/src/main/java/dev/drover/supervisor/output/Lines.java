package dev.drover.supervisor.output;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a stream of bytes into lines ({@code LF}, {@code CR LF} or {@code CR}), and a line that is too long into pieces. */
final class Lines {
    /** Bytes of the longest piece. */
    static final int LONGEST = 16 << 10;

    private final byte[] line = new byte[LONGEST];
    private final Consumer<String> to;
    private int length;
    private boolean afterReturn;

    Lines(Consumer<String> to) {
        this.to = to;
    }

    /** Reads until the end of the stream. A last line without its end is a line. */
    void read(InputStream from) {
        byte[] chunk = new byte[8 << 10];
        try {
            for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
                take(chunk, n);
            }
        } catch (IOException e) {
            // The process ended, and its pipe with it.
        }
        if (length > 0) {
            emit();
        }
    }

    private void take(byte[] chunk, int n) {
        for (int i = 0; i < n; i++) {
            byte b = chunk[i];
            if (b == '\n' ? !afterReturn : b == '\r') {
                emit();
            } else if (b != '\n') {
                if (length == LONGEST) {
                    emit();
                }
                line[length++] = b;
            }
            afterReturn = b == '\r';
        }
    }

    private void emit() {
        to.accept(new String(line, 0, length, StandardCharsets.UTF_8));
        length = 0;
    }
}
