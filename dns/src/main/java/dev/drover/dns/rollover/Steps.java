package dev.drover.dns.rollover;

import dev.drover.dns.name.DnsName;
import dev.drover.plane.KeySteps;
import dev.drover.plane.KeySteps.NotAgreed;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far zones have got. A step is remembered before anybody acts on it: by all nodes that share a registry, or in the file, in which each of
 * those keeps them as well, so that it goes on with the last ones when it starts. Safe for all threads.
 */
final class Steps {
    private static final Logger LOG = System.getLogger(Steps.class.getName());

    /** How often it is written down that others are heard. */
    private static final Duration NOTED = Duration.ofHours(1);

    private final KeySteps agreed;
    private final Journal journal;
    private volatile Map<DnsName, Succession> known = Map.of();
    private volatile Map<String, Long> there = Map.of();
    private volatile Instant heard = Instant.MIN;
    private Instant noted = Instant.MIN;
    private boolean read;

    Steps(KeySteps agreed, Path folder) {
        this.agreed = agreed;
        this.journal = new Journal(folder);
    }

    /** Reads the file, once. */
    synchronized void open() throws IOException {
        if (!read) {
            Journal.Content content = journal.read();
            known = content.steps();
            heard = content.heard();
            noted = heard;
            read = true;
        }
    }

    /** The same object until there is another step. */
    Map<DnsName, Succession> known() {
        return known;
    }

    Optional<Succession> of(DnsName zone) {
        return Optional.ofNullable(known.get(zone));
    }

    /** Whether what others agreed on has been read. */
    boolean isRead() {
        return agreed.isKnown();
    }

    /** When others were heard last: what they agreed on before is known. {@link Instant#MIN} for never. */
    Instant heard() {
        return heard;
    }

    /** What others agreed on. */
    void hear(Instant now) {
        boolean isHeard = agreed.isHeard();
        List<KeySteps.Step> all = agreed.all();
        var numbers = new HashMap<String, Long>();
        for (KeySteps.Step step : all) {
            numbers.put(step.zone(), step.number());
            zone(step)
                    .ifPresent(zone -> Succession.of(step.number(), step.text()).ifPresent(s -> heard(zone, s)));
        }
        there = numbers;
        if (isHeard) {
            note(now);
        }
    }

    private synchronized void note(Instant now) {
        heard = now;
        if (known.isEmpty() || Duration.between(noted, now).abs().compareTo(NOTED) < 0) {
            return;
        }
        noted = now;
        try {
            journal.write(new Journal.Content(known, heard));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "that other nodes are heard cannot be written down", e);
        }
    }

    private static Optional<DnsName> zone(KeySteps.Step step) {
        try {
            return Optional.of(DnsName.parse(step.zone()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void heard(DnsName zone, Succession step) {
        Succession before = known.get(zone);
        if (before != null && before.step() >= step.step()) {
            return;
        }
        try {
            keep(zone, step);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "how far keys have got cannot be written down here; others know it", e);
            adopt(zone, step);
        }
    }

    /** Whether the registry knows less than this node, which has been with another one. */
    boolean isUntold(DnsName zone) {
        Succession mine = known.get(zone);
        return mine != null
                && agreed.isKnown()
                && there.getOrDefault(zone.lowerCased().toString(), 0L) < mine.step();
    }

    /** The registry is to know what this node does. */
    void tell(DnsName zone) throws NotAgreed {
        Succession mine = known.get(zone);
        if (mine != null) {
            put(zone, mine);
        }
    }

    /**
     * The next step of a zone.
     *
     * @return false if somebody else took one meanwhile
     */
    boolean take(DnsName zone, Succession next, boolean shared) throws NotAgreed {
        if (shared) {
            if (!put(zone, next)) {
                return false;
            }
            heard(zone, next);
            return true;
        }
        try {
            return keep(zone, next);
        } catch (IOException e) {
            throw new NotAgreed("it cannot be written down: " + e.getMessage());
        }
    }

    private boolean put(DnsName zone, Succession step) throws NotAgreed {
        return agreed.put(new KeySteps.Step(zone.lowerCased().toString(), step.step(), step.text()));
    }

    private synchronized boolean keep(DnsName zone, Succession step) throws IOException {
        Succession before = known.get(zone);
        if (before != null && before.step() >= step.step()) {
            return false;
        }
        var next = new HashMap<>(known);
        next.put(zone, step);
        journal.write(new Journal.Content(next, heard));
        noted = heard;
        known = Map.copyOf(next);
        return true;
    }

    private synchronized void adopt(DnsName zone, Succession step) {
        var next = new HashMap<>(known);
        next.put(zone, step);
        known = Map.copyOf(next);
    }
}
