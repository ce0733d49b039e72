package dev.drover.dns.transfer;

/** Which of two serials is the newer one: they count round (RFC 1982 section 3.2). */
final class Serial {
    private Serial() {}

    /** Whether {@code one} comes after {@code other}. */
    static boolean isNewer(long one, long other) {
        return (int) (one - other) > 0;
    }
}
