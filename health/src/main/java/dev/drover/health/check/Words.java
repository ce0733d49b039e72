package dev.drover.health.check;

import java.time.Duration;

/** Evidence as an operator reads it. */
public final class Words {
    private Words() {}

    /** As it is declared: {@code 250ms}, {@code 2s}, {@code 5m}. */
    public static String of(Duration time) {
        long millis = time.toMillis();
        if (millis == 0 || millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** As it was measured: {@code 0.4 ms}, {@code 12 ms}. */
    static String since(long began, long ended) {
        long micros = (ended - began) / 1000;
        return micros < 10_000 ? micros / 1000 + "." + micros % 1000 / 100 + " ms" : micros / 1000 + " ms";
    }

    static String of(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /**
     * Netty's words for a connection that failed, without the name of the call and the address, which is known here:
     * {@code finishConnect(..) failed with error(-111): Connection refused: /127.0.0.1:1}.
     */
    static String failedConnection(String detail) {
        return detail.replaceFirst("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ", "")
                .replaceFirst(": [^ ]*/[^ ]+$", "");
    }

    /** Bytes of others as one short printable line. */
    static String line(String text, int atMost) {
        String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= atMost ? line : line.substring(0, atMost) + "…";
    }
}
