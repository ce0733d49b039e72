package dev.drover.command;

import dev.drover.heap.SmallHeap;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.plane.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Samples of this host, one a second, for as long as asked. */
record Watch(Duration span) {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Takes each sample as it comes. */
    interface Taker {
        void take(Sample sample) throws IOException;
    }

    static Watch of(String span) throws Failure {
        Duration watched = Times.span(span);
        if (watched.compareTo(LONGEST) > 0) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: --for " + span + " (expected: at most 1h)");
        }
        return new Watch(watched);
    }

    /** A sample that comes late does not move those after it. */
    void run(Tree tree, Taker taker) throws IOException, InterruptedException {
        Ticker ticker = Ticker.system();
        var sampler = new Sampler(tree, ticker);
        var heap = new SmallHeap();
        long start = ticker.nanos();
        taker.take(sampler.take());
        for (long due = start + EVERY.toNanos(); due <= start + span.toNanos(); due += EVERY.toNanos()) {
            TimeUnit.NANOSECONDS.sleep(due - ticker.nanos());
            taker.take(sampler.take());
            heap.tidy();
        }
    }
}
