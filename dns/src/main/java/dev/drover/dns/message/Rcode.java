package dev.drover.dns.message;

import java.util.List;

/** The codes of responses (RFC 6895 section 2.3). From 16 on the upper bits travel in the OPT record. */
public final class Rcode {
    public static final int NOERROR = 0;
    public static final int FORMERR = 1;
    public static final int SERVFAIL = 2;
    public static final int NXDOMAIN = 3;
    public static final int NOTIMP = 4;
    public static final int REFUSED = 5;
    public static final int YXDOMAIN = 6;
    public static final int NOTAUTH = 9;
    public static final int BADVERS = 16;

    private static final List<String> WORDS = List.of(
            "NOERROR",
            "FORMERR",
            "SERVFAIL",
            "NXDOMAIN",
            "NOTIMP",
            "REFUSED",
            "YXDOMAIN",
            "7",
            "8",
            "NOTAUTH",
            "10",
            "11",
            "12",
            "13",
            "14",
            "BADVERS");

    /** How many {@link #word} knows. */
    public static final int WORDED = WORDS.size();

    private Rcode() {}

    /** Of the lower four bits; 15, which is not used, stands for {@link #BADVERS}. */
    public static String word(int code) {
        return WORDS.get(code);
    }
}
