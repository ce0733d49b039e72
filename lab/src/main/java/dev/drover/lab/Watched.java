package dev.drover.lab;

import dev.drover.observe.capture.LiveTree;
import dev.drover.observe.capture.WithoutCommandLines;
import dev.drover.observe.recording.Recorder;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.observe.sample.Window;
import dev.drover.plane.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a doctor that came at some moment sees of this machine, one sample a second.
 *
 * @param from when it came, as the ticker counts
 */
record Watched(List<Sample> samples, long from, long to) {
    /** Watches for so long, and writes down what it reads. */
    static Watched live(Ticker ticker, int seconds, OutputStream recording) throws IOException, InterruptedException {
        var samples = new ArrayList<Sample>();
        long from = ticker.nanos();
        try (var recorder = new Recorder(new WithoutCommandLines(new LiveTree()), recording)) {
            var sampler = new Sampler(recorder, ticker);
            for (int i = 0; i <= seconds; i++) {
                TimeUnit.NANOSECONDS.sleep(from + TimeUnit.SECONDS.toNanos(i) - ticker.nanos());
                samples.add(sampler.take());
                recorder.endFrame();
            }
            recorder.flush();
        }
        return new Watched(List.copyOf(samples), from, ticker.nanos());
    }

    Window window() {
        return new Window(samples);
    }
}
