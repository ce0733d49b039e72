package dev.drover.dns.answer;

/**
 * What a server says about itself, and how much.
 *
 * @param nsid the identifier given to whoever asks for it by NSID (RFC 5001) or {@code id.server} (RFC 4892); empty for none
 * @param version what {@code version.bind} is answered with; empty to refuse
 * @param payload the longest answer in a datagram, and what is offered to take; 512 to 4096
 */
public record Identity(String nsid, String version, int payload) {
    /** What passes without fragments (RFC 9715 section 3). */
    public static final int SAFE_PAYLOAD = 1232;

    public static final Identity ANONYMOUS = new Identity("", "", SAFE_PAYLOAD);

    private static final int LONGEST = 128;

    public Identity {
        if (payload < 512 || payload > 4096) {
            throw new IllegalArgumentException("a payload of " + payload + " bytes (expected: 512 to 4096)");
        }
        for (String text : new String[] {nsid, version}) {
            if (text.length() > LONGEST || text.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new IllegalArgumentException(text + " (expected: at most " + LONGEST + " characters of ASCII)");
            }
        }
    }
}
