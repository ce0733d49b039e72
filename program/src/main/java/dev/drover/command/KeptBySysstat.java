package dev.drover.command;

import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.observe.sysstat.SysstatData;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Samples of what sysstat kept: of its stretches without a restart the last, or the one with most of the period asked for. */
final class KeptBySysstat {
    private static final double LONG_SECONDS = 30;
    private static final int MOST_TOLD = 3;

    private final String name;
    private final Period period;
    private final List<Instant> breaks = new ArrayList<>();
    private int stretches;
    private @Nullable Instant begins;
    private @Nullable Instant ends;
    private Selection current;
    private List<Sample> best = List.of();

    private KeptBySysstat(String name, Period period) {
        this.name = name;
        this.period = period;
        this.current = new Selection(period);
    }

    /** Reads the text of {@code sadf -j}; the stream is closed. */
    static Kept read(String name, InputStream text, Period period) throws IOException, Failure {
        try (var data = new SysstatData(text)) {
            return new KeptBySysstat(name, period).read(data);
        }
    }

    private Kept read(SysstatData data) throws IOException, Failure {
        var sampler = new Sampler(data, data.ticker());
        while (data.next()) {
            if (data.begins()) {
                end();
                sampler = new Sampler(data, data.ticker());
                stretches++;
            }
            Sample sample = sampler.take();
            if (data.begins()) {
                begin(sample);
            }
            current.add(sample);
            ends = sample.at();
        }
        end();
        if (best.size() < 2) {
            throw nothing();
        }
        return new Kept(best, notes(data));
    }

    private void begin(Sample sample) {
        begins = begins == null ? sample.at() : begins;
        current = new Selection(period, begins);
        if (stretches > 1 && breaks.size() < 10_000) {
            breaks.add(sample.at());
        }
    }

    /** Of equal ones the later. */
    private void end() {
        List<Sample> one = current.list();
        boolean chosen = period.isAll() || period.isLast();
        if (one.size() >= 2 && (chosen || one.size() >= best.size())) {
            best = one;
        }
    }

    private Failure nothing() {
        if (begins == null || ends == null) {
            return new Failure(
                    ExitCode.BAD_INPUT,
                    name
                            + ": it holds no samples (expected: one or more)\n  fix: sysstat writes the first one an interval after"
                            + " it started; or look at the file of another day");
        }
        return Kept.noneWithin(name, period, begins, ends);
    }

    private String notes(SysstatData data) {
        var notes = new ArrayList<String>();
        double seconds =
                Duration.between(best.getFirst().at(), best.getLast().at()).toSeconds() / (best.size() - 1.0);
        if (seconds > LONG_SECONDS) {
            notes.add("each sample is an average over " + Math.round(seconds)
                    + " s: trouble that lasted less is diluted, and when" + " it began is known no better");
        }
        if (stretches > 1) {
            notes.add("restarts or a changed clock cut the data into " + stretches
                    + " stretches; looked at is one, from "
                    + time(best.getFirst().at()) + " to " + time(best.getLast().at())
                    + " (choose with --at; others begin at " + told(breaks) + ")");
        }
        if (!data.restarts().isEmpty()) {
            notes.add("sysstat notes restarts at " + told(data.restarts()));
        }
        if (data.cutShort()) {
            notes.add("the text was cut short in the middle of a sample; those before it are whole");
        }
        return String.join("\n", notes);
    }

    private String told(List<Instant> moments) {
        String first = moments.stream().limit(MOST_TOLD).map(this::time).collect(Collectors.joining(", "));
        return moments.size() > MOST_TOLD ? first + " and " + (moments.size() - MOST_TOLD) + " more" : first;
    }

    private String time(Instant at) {
        return Times.date(at, period.zone());
    }
}
