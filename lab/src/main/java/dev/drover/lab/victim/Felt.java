package dev.drover.lab.victim;

/**
 * How a service felt to its clients over some time.
 *
 * @param p99 milliseconds from when a request was due to its answer; a request that failed counts as long as it took
 */
public record Felt(int requests, int errors, double p50, double p99) {
    /** Slower than this and twice what it was is felt by somebody. */
    private static final double NOTICED = 20;

    /** Whether it became worse since: the 99th percentile by half and 20 ms, or errors by one in a hundred. */
    public boolean worseThan(Felt before) {
        boolean slower = p99 > 1.5 * before.p99 && p99 > before.p99 + NOTICED;
        return slower || errorShare() > before.errorShare() + 0.01;
    }

    /** Whether it feels as before again; of two seconds the median tells more than the few worst requests. */
    public boolean recoveredTo(Felt before) {
        return errorShare() <= before.errorShare() + 0.01 && p50 <= before.p50 + NOTICED;
    }

    public double errorShare() {
        return requests == 0 ? 0 : (double) errors / requests;
    }
}
