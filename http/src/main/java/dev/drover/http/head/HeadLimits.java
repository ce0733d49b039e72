package dev.drover.http.head;

/**
 * How large a head may be.
 *
 * @param startLine bytes of the first line, its end included
 * @param fields number of field lines
 * @param bytes of the whole head, its end included
 */
public record HeadLimits(int startLine, int fields, int bytes) {
    public static final HeadLimits DEFAULT = new HeadLimits(8 << 10, 100, 32 << 10);
}
