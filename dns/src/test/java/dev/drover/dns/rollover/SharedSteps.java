package dev.drover.dns.rollover;

import dev.drover.plane.KeySteps;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A registry in memory that several nodes share, and that can be out of reach. */
final class SharedSteps implements KeySteps {
    private final Map<String, Step> all = new TreeMap<>();
    private boolean known = true;
    private boolean writable = true;

    void known(boolean is) {
        known = is;
    }

    void writable(boolean is) {
        writable = is;
    }

    void forget() {
        all.clear();
    }

    @Override
    public boolean isKnown() {
        return known;
    }

    @Override
    public boolean isHeard() {
        return known && writable;
    }

    @Override
    public List<Step> all() {
        return known ? List.copyOf(all.values()) : List.of();
    }

    @Override
    public boolean put(Step step) throws NotAgreed {
        if (!known || !writable) {
            throw new NotAgreed("No cluster leader");
        }
        Step before = all.get(step.zone());
        if (before != null && before.number() >= step.number()) {
            return false;
        }
        all.put(step.zone(), step);
        return true;
    }
}
