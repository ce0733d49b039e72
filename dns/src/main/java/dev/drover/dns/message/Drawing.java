package dev.drover.dns.message;

/**
 * Numbers below a count in an order drawn anew for each query (Fisher and Yates' shuffle, as far as it is asked for). Of one thread.
 *
 * <p>What is drawn follows from the numbers of the queries, which clients choose so that nobody can guess them (RFC 5452 section 9.2), and
 * from how many were drawn before (SplitMix64).
 */
public final class Drawing {
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private int[] order = new int[64];
    private int count;
    private int drawn;
    private boolean fixed;
    private long state;

    void stir(int id) {
        state ^= (long) id << 32;
    }

    /**
     * Begins with so many numbers.
     *
     * @param first which one comes first; -1 for any
     */
    public void begin(int numbers, int first) {
        if (numbers > order.length) {
            order = new int[Math.max(numbers, order.length * 2)];
        }
        for (int i = 0; i < numbers; i++) {
            order[i] = i;
        }
        count = numbers;
        drawn = 0;
        fixed = first >= 0;
        if (fixed) {
            swap(0, first);
        }
    }

    /** The next one; as many as there are. */
    public int next() {
        if (drawn > 0 || !fixed) {
            swap(drawn, drawn + below(count - drawn));
        }
        return order[drawn++];
    }

    /** One that was drawn before. */
    public int drawn(int index) {
        return order[index];
    }

    private void swap(int a, int b) {
        int kept = order[a];
        order[a] = order[b];
        order[b] = kept;
    }

    private int below(int bound) {
        state += STEP;
        long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return (int) ((((z ^ (z >>> 31)) >>> 32) * bound) >>> 32);
    }
}
