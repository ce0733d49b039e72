package dev.drover.dns.message;

/**
 * What the OPT record of a query says (RFC 6891 section 6.1). Options that somebody may want are copied, since the answer is written
 * over them; unknown ones are skipped.
 *
 * <pre>
 *   owner 0 | type 41 | class = payload size | ttl = rcode, version, DO and flags | length | options: code, length, data
 * </pre>
 */
public final class EdnsQuery {
    public static final int NSID = 3;
    public static final int CLIENT_SUBNET = 8;
    public static final int COOKIE = 10;
    public static final int KEEPALIVE = 11;
    public static final int PADDING = 12;
    public static final int EXTENDED_ERROR = 15;

    private static final int LONGEST_COOKIE = 40;
    private static final int LONGEST_SUBNET = 20;

    private final byte[] cookie = new byte[LONGEST_COOKIE];
    private final byte[] subnet = new byte[LONGEST_SUBNET];
    private boolean present;
    private int payload;
    private int version;
    private boolean dnssecOk;
    private boolean compactOk;
    private boolean nsid;
    private boolean keepalive;
    private boolean padded;
    private boolean isPrivate;
    private int cookieLength;
    private int subnetLength;
    private int answerScope;
    private boolean givesCookies;
    private int cookieAt;

    void clear() {
        cookieAt = 0;
        present = false;
        dnssecOk = false;
        compactOk = false;
        nsid = false;
        keepalive = false;
        padded = false;
        cookieLength = 0;
        subnetLength = 0;
        answerScope = 0;
        version = 0;
        payload = Query.PLAIN_PAYLOAD;
    }

    /** Reads from the class on; false when an option is not as it must be. */
    boolean read(byte[] bytes, int at, int end) {
        present = true;
        payload = u16(bytes, at);
        version = bytes[at + 3] & 0xff;
        dnssecOk = (bytes[at + 4] & 0x80) != 0;
        compactOk = (bytes[at + 4] & 0x40) != 0;
        for (int i = at + 8; i < end; ) {
            if (i + 4 > end) {
                return false;
            }
            int code = u16(bytes, i);
            int length = u16(bytes, i + 2);
            i += 4;
            if (length > end - i || !readOption(code, bytes, i, length)) {
                return false;
            }
            i += length;
        }
        return true;
    }

    private boolean readOption(int code, byte[] bytes, int at, int length) {
        return switch (code) {
            case NSID -> {
                nsid = true;
                yield true;
            }
            case KEEPALIVE -> {
                keepalive = length == 0;
                yield true;
            }
            case PADDING -> {
                padded = true;
                yield true;
            }
            case COOKIE -> readCookie(bytes, at, length);
            case CLIENT_SUBNET -> readSubnet(bytes, at, length);
            default -> true;
        };
    }

    /** The client's 8 bytes, or those and 8 to 32 of a server (RFC 7873 section 5.2.2). The first of several counts. */
    private boolean readCookie(byte[] bytes, int at, int length) {
        if (length != 8 && (length < 16 || length > LONGEST_COOKIE)) {
            return false;
        }
        if (cookieLength == 0) {
            cookieLength = length;
            System.arraycopy(bytes, at, cookie, 0, length);
        }
        return true;
    }

    /** Family, source and scope lengths, then just the bytes of the prefix with no bit behind it (RFC 7871 sections 6 and 7.1.2). */
    private boolean readSubnet(byte[] bytes, int at, int length) {
        if (length < 4) {
            return false;
        }
        int family = u16(bytes, at);
        int source = bytes[at + 2] & 0xff;
        int most = family == 1 ? 32 : family == 2 ? 128 : 0;
        boolean sound = source <= most && bytes[at + 3] == 0 && length == 4 + (source + 7) / 8;
        if (sound && source % 8 != 0) {
            sound = (bytes[at + length - 1] & 0xff >> source % 8) == 0;
        }
        if (sound && subnetLength == 0) {
            subnetLength = length;
            System.arraycopy(bytes, at, subnet, 0, length);
        }
        return sound;
    }

    /** How many bits of the client's address the answer depends on; 0 unless told. */
    public int answerScope() {
        return answerScope;
    }

    public void answerScope(int bits) {
        answerScope = bits;
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    public boolean isPresent() {
        return present;
    }

    public int version() {
        return version;
    }

    /** What the client takes in a datagram, at least 512 (RFC 6891 section 6.2.3); 512 without an OPT record. */
    public int payload() {
        return Math.max(payload, Query.PLAIN_PAYLOAD);
    }

    /** Whether signatures are wanted (RFC 3225). */
    public boolean dnssecOk() {
        return dnssecOk;
    }

    /** Whether a name that is not there may be denied as one that is, and called missing all the same (RFC 9824 section 5.1). */
    public boolean compactOk() {
        return dnssecOk && compactOk;
    }

    /** Whether the server's identifier is wanted (RFC 5001). */
    public boolean wantsNsid() {
        return nsid;
    }

    /** Whether it wants to know how long a connection may be idle (RFC 7828 section 3.2.1); heard of on streams alone. */
    public boolean asksForKeepalive() {
        return keepalive;
    }

    /** In a datagram the question makes no sense, and must be ignored (RFC 7828 section 3.2.2). */
    public void forgetKeepalive() {
        keepalive = false;
    }

    /** Whether nobody on the way sees more of the answer than its length; holds for queries to come, too. */
    public void isPrivate(boolean encrypted) {
        isPrivate = encrypted;
    }

    /** Whether the answer's length is not to tell what is in it: the client's does not (RFC 7830 section 4). */
    public boolean isPadded() {
        return isPrivate && padded;
    }

    /** Bytes in {@link #cookie}; 0 without one. */
    public int cookieLength() {
        return cookieLength;
    }

    /** To be read only. */
    public byte[] cookie() {
        return cookie;
    }

    /** Whether who came with a cookie is given one; holds for queries to come, too. */
    public void givesCookies(boolean gives) {
        givesCookies = gives;
    }

    /** Whether the answer has a cookie in it. */
    public boolean isGivenCookie() {
        return givesCookies && cookieLength > 0;
    }

    /** Where in the answer the server's part of the cookie stands; 0 where there is none. */
    public int cookieAt() {
        return cookieAt;
    }

    public void cookieAt(int at) {
        cookieAt = at;
    }

    /** Bytes in {@link #subnet}; 0 without one. */
    public int subnetLength() {
        return subnetLength;
    }

    /** The option's data as it came: family, source length, 0, address. To be read only. */
    public byte[] subnet() {
        return subnet;
    }
}
