package dev.drover.command;

import dev.drover.heap.SmallHeap;
import dev.drover.observe.capture.LiveTree;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.observe.sample.Window;
import dev.drover.observe.verdict.Diagnosis;
import dev.drover.observe.verdict.Standing;
import dev.drover.observe.verdict.Verdict;
import dev.drover.plane.Ticker;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code drover doctor --watch}: looks at the last ten seconds every second and says when the verdict has changed for good. */
final class Vigil {
    private static final int SAMPLES = 11;

    private final Output output;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Standing standing = new Standing();

    Vigil(Output output) {
        this.output = output;
    }

    /** Ends when it is interrupted, or with the process. */
    int keep() throws InterruptedException {
        Ticker ticker = Ticker.system();
        try (var tree = new LiveTree()) {
            var sampler = new Sampler(tree, ticker);
            var heap = new SmallHeap();
            long due = ticker.nanos();
            while (true) {
                take(sampler.take());
                heap.tidy();
                due = Math.max(due + TimeUnit.SECONDS.toNanos(1), ticker.nanos());
                TimeUnit.NANOSECONDS.sleep(due - ticker.nanos());
            }
        }
    }

    private void take(Sample sample) {
        if (samples.isEmpty()) {
            output.err().println("watching " + Doctor.host(sample) + " until Ctrl-C ...");
        }
        samples.add(sample);
        if (samples.size() > SAMPLES) {
            samples.remove();
        }
        if (samples.size() > SAMPLES / 2) {
            Verdict found = Diagnosis.of(new Window(List.copyOf(samples))).verdict();
            Verdict verdict = standing.next(found, sample.at(), sample.nanos());
            if (standing.changed()) {
                tell(sample.at(), verdict);
            }
        }
    }

    private void tell(Instant at, Verdict verdict) {
        output.out().println(Times.date(at, output.zone()) + "  " + line(verdict));
        output.out().flush();
    }

    private String line(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Healthy healthy -> output.good("HEALTHY");
            case Verdict.HealthyBusy(List<String> what) ->
                output.good("HEALTHY, JUST BUSY") + "  " + String.join("; ", what);
            case Verdict.CannotTell(List<String> why) -> output.wary("CANNOT TELL") + "  " + String.join("; ", why);
            case Verdict.Bottleneck(List<Verdict.Cause> causes) -> {
                Verdict.Cause first = causes.getFirst();
                String others = causes.size() > 1 ? " (and " + (causes.size() - 1) + " more)" : "";
                String who = first.finding().who().isEmpty()
                        ? ""
                        : "; " + first.finding().who().getFirst();
                yield output.bad("BOTTLENECK") + "  " + first.rule().title() + ": "
                        + first.finding().headline() + who + others;
            }
        };
    }
}
