package dev.drover.observe.sample;

import java.util.ArrayList;
import java.util.List;

/** Samples as they come, bounded: when there are too many, every second one goes, so that they still reach back to the first. */
public final class Samples {
    private static final int LEAST = 4;

    private int most;
    private final List<Sample> kept = new ArrayList<>();
    private int every = 1;
    private int skipped;

    public Samples(int most) {
        if (most < LEAST) {
            throw new IllegalArgumentException("too few to thin out");
        }
        this.most = most;
    }

    public void add(Sample sample) {
        if (++skipped < every && !kept.isEmpty()) {
            return;
        }
        skipped = 0;
        kept.add(sample);
        if (kept.size() > most) {
            thin();
        }
    }

    /** There are to be no more than this from now on, or than the four that it takes to thin out. */
    public void narrow(int fewer) {
        most = Math.min(most, Math.max(LEAST, fewer));
        while (kept.size() > most) {
            thin();
        }
    }

    private void thin() {
        for (int i = kept.size() - 2; i > 0; i -= 2) {
            kept.remove(i);
        }
        every *= 2;
    }

    public List<Sample> list() {
        return List.copyOf(kept);
    }
}
