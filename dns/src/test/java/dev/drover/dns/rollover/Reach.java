package dev.drover.dns.rollover;

import dev.drover.plane.KeySteps;
import java.util.List;

/** One node's way to a registry that others share. Cut off, it knows what it knew. */
final class Reach implements KeySteps {
    private final KeySteps registry;
    private final boolean read;
    private List<Step> last = List.of();
    private boolean open;

    private Reach(KeySteps registry, boolean open, boolean read) {
        this.registry = registry;
        this.open = open;
        this.read = read;
    }

    /** Of a node that has read the registry, and is in touch with it until it is cut off. */
    static Reach open(KeySteps registry) {
        return new Reach(registry, true, true);
    }

    /** Of a node that has just started, and never read the registry. */
    static Reach closed(KeySteps registry) {
        return new Reach(registry, false, false);
    }

    void open(boolean is) {
        last = all();
        open = is;
    }

    @Override
    public boolean isKnown() {
        return read || open;
    }

    @Override
    public boolean isHeard() {
        return open;
    }

    @Override
    public List<Step> all() {
        return open ? registry.all() : last;
    }

    @Override
    public boolean put(Step step) throws NotAgreed {
        if (!open) {
            throw new NotAgreed("No cluster leader");
        }
        return registry.put(step);
    }
}
