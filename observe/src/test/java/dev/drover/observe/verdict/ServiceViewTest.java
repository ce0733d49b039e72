package dev.drover.observe.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.sample.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceViewTest {
    private static final String GROUP = "/sys/fs/cgroup/shop.slice/";

    private final FakeHost host = new FakeHost();

    private void throttle() {
        host.file(GROUP + "cpu.max", "50000 100000\n");
        host.counter(GROUP + "cpu.stat", "nr_periods", 10);
        host.counter(GROUP + "cpu.stat", "nr_throttled", 6);
        host.counter(GROUP + "cpu.stat", "throttled_usec", 300_000);
        host.process(60, "catalog").cpu(0.5, 1).cgroup("/shop.slice");
    }

    /** Requests that took so many milliseconds each for the first byte, ten a second. */
    private Window served(int milliseconds) {
        host.file("/drover/services", "60 8080 catalog catalog-1\n");
        host.file("/drover/requests", "catalog 100 head=0 upstream=0 stream=0\n");
        host.pass(1);
        long nanos = milliseconds * 1_000_000L;
        host.file("/drover/requests", "catalog 110 head=0 upstream=" + 10 * nanos + " stream=" + nanos / 10 + "\n");
        host.pass(1);
        return host.window();
    }

    private static Verdict.Bottleneck bottleneck(Diagnosis diagnosis) {
        return (Verdict.Bottleneck) diagnosis.verdict();
    }

    @Test
    void saysInOneSentenceWhichServiceIsSlowAndWhy() {
        throttle();
        Window window = served(800);
        Diagnosis diagnosis = Diagnosis.of(window);
        List<String> sentences = ServiceView.sentences(window, diagnosis);
        assertEquals(1, sentences.size(), sentences.toString());
        String sentence = sentences.getFirst();
        assertTrue(
                sentence.startsWith("catalog is slow because group /shop.slice was throttled in 60 % of its periods"),
                sentence);
        assertTrue(sentence.contains("waiting for the first byte of an instance"), sentence);
    }

    @Test
    void namesTheServiceOfAGroupAndOfItsProcesses() {
        throttle();
        Diagnosis diagnosis = Diagnosis.of(served(1));
        var who = bottleneck(diagnosis).causes().getFirst().finding().who();
        assertEquals(
                List.of("catalog", "catalog"),
                who.stream().map(w -> w.service()).toList());
    }

    /** The node has watched the process for long; where it is now counts. */
    @Test
    void findsAProcessThatWasMovedIntoTheGroupAMomentAgo() {
        throttle();
        host.process(60, "catalog").cgroup("/");
        host.file("/drover/services", "60 8080 catalog catalog-1\n");
        host.file("/drover/requests", "catalog 90 head=0 upstream=0 stream=0\n");
        host.pass(2);
        host.process(60, "catalog").cgroup("/shop.slice");
        Window window = served(800);
        assertTrue(ServiceView.sentences(window, Diagnosis.of(window))
                .getFirst()
                .startsWith("catalog is slow because group /shop.slice"));
    }

    /** Others take the CPUs; what the service feels of it is a consequence. */
    @Test
    void blamesACauseOfOthersForWhatTheServiceFeels() {
        host.cpu(0.98).pressure("cpu", 0.9, 0);
        host.process(90, "hog").cpu(1.8, 1).threads(9);
        host.process(60, "catalog").cpu(0.1, 1).threads(9);
        Window window = served(800);
        String sentence = ServiceView.sentences(window, Diagnosis.of(window)).getFirst();
        assertTrue(sentence.startsWith("catalog is slow because CPUs 98 % busy"), sentence);
    }

    @Test
    void blamesNobodyForAServiceThatIsSlowByItself() {
        Window window = served(800);
        String sentence = ServiceView.sentences(window, Diagnosis.of(window)).getFirst();
        assertTrue(sentence.startsWith("catalog is slow: "), sentence);
        assertTrue(sentence.endsWith("none of what was found is known to concern it"), sentence);
    }

    @Test
    void saysNothingOfServicesThatAreFast() {
        Window window = served(5);
        assertEquals(List.of(), ServiceView.sentences(window, Diagnosis.of(window)));
    }

    @Test
    void ownsNothingWhereNoNodeRuns() {
        throttle();
        Diagnosis diagnosis = Diagnosis.of(host.watch(5));
        assertEquals(
                "",
                bottleneck(diagnosis)
                        .causes()
                        .getFirst()
                        .finding()
                        .who()
                        .getFirst()
                        .service());
    }
}
