package dev.drover.health.check;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Evidence as an operator reads it. */
public final class Words {
    /** The texts of strerror(3), and what Netty and the JDK make of ETIMEDOUT, by the words for them. */
    private static final Map<String, String> KNOWN = Map.of(
            "connection refused", "connection refused",
            "connection reset", "connection reset",
            "timed out", "timed out",
            "no route to host", "no route to host",
            "host is unreachable", "no route to host",
            "network is unreachable", "network unreachable");

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
     * The words of Netty or the JDK for a connection that failed, as everybody knows them: without the name of the call and the
     * address, which is known here. {@code finishConnect(..) failed with error(-111): Connection refused: /127.0.0.1:1} is
     * {@code connection refused}. What is not known stays: {@code no connection: TLS: ...}.
     */
    static String failedConnection(String detail) {
        String text = detail.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, String> known : KNOWN.entrySet()) {
            if (text.contains(known.getKey()) && !text.startsWith("tls")) {
                return known.getValue();
            }
        }
        return "no connection: "
                + detail.replaceFirst("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ", "")
                        .replaceFirst(": [^ ]*/[^ ]+$", "");
    }

    /** Bytes of others as one short printable line. */
    static String line(String text, int atMost) {
        String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= atMost ? line : line.substring(0, atMost) + "…";
    }
}
