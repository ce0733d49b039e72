package dev.drover.command;

import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a period, taken as they come by and bounded in number. An interval that reaches into the period counts as a whole:
 * the last sample before it is the first.
 */
final class Selection {
    private static final int MOST = Doctor.MOST_SAMPLES;

    private final Period period;
    private final Samples within = new Samples(MOST);
    private List<Sample> last = new ArrayList<>();
    private @Nullable Instant begins;
    private @Nullable Sample before;
    private boolean begun;
    private boolean over;

    Selection(Period period) {
        this(period, null);
    }

    /** A selection of a later part of some data, all of which begins there. */
    Selection(Period period, @Nullable Instant begins) {
        this.period = period;
        this.begins = begins;
    }

    void add(Sample sample) {
        if (period.isAll()) {
            within.add(sample);
        } else if (period.isLast()) {
            addToLast(sample);
        } else {
            begins = begins == null ? sample.at() : begins;
            addFrom(sample, period.start(begins));
        }
    }

    private void addFrom(Sample sample, Instant start) {
        if (!sample.at().isAfter(start)) {
            before = sample;
            return;
        }
        Instant end = start.plus(period.length());
        if (!begun && before != null) {
            within.add(before);
            begun = true;
        }
        if (!over && (begun || !sample.at().isAfter(end))) {
            within.add(sample);
            begun = true;
        }
        over |= !sample.at().isBefore(end);
    }

    private void addToLast(Sample sample) {
        last.add(sample);
        Instant from = sample.at().minus(period.length());
        int early = 0;
        while (early + 1 < last.size() - 1 && !last.get(early + 1).at().isAfter(from)) {
            early++;
        }
        last.subList(0, early).clear();
        if (last.size() > 2 * MOST) {
            var thinned = new ArrayList<Sample>();
            for (int i = 0; i < last.size(); i += 2) {
                thinned.add(last.get(i));
            }
            last = thinned;
        }
    }

    List<Sample> list() {
        if (!period.isLast()) {
            return within.list();
        }
        var bounded = new Samples(MOST);
        last.forEach(bounded::add);
        return bounded.list();
    }
}
