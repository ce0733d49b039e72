package dev.drover.observe.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.capture.LiveTree;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.disk.FileSystems;
import dev.drover.observe.counter.host.Host;
import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.counter.net.Interfaces;
import dev.drover.observe.counter.net.Protocols;
import dev.drover.observe.counter.process.Proc;
import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.observe.sample.Window;
import dev.drover.observe.verdict.Diagnosis;
import dev.drover.plane.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This host seen over SSH, by a real sshd on loopback, and seen directly in the same seconds. */
class SshdTest {
    /** Groups of which docs/diagnosis.md says that they are not told over SSH, sockets if there are very many. */
    private static final Set<String> NOT_TOLD = Set.of("/drover/clock", "/drover/deleted", "/drover/tcp");

    @TempDir
    private Path folder;

    private static final List<Destination> SELF = List.of(new Destination("self", 0));

    private static Visit watch(Ssh ssh, int seconds) throws InterruptedException {
        return new Fleet(ssh, InstantSource.system())
                .watch(SELF, Duration.ofSeconds(seconds), 100, v -> {})
                .getFirst();
    }

    private static List<Sample> samples(Ssh ssh, int seconds) throws IOException, InterruptedException {
        var samples = new ArrayList<Sample>();
        Fleet.Outcome outcome = new Fleet(ssh, InstantSource.system())
                .watch(SELF.getFirst(), Duration.ofSeconds(seconds), tree -> tree, samples::add);
        assertEquals(new Fleet.Outcome(Optional.empty(), ""), outcome);
        return samples;
    }

    @Test
    void tellsWhatTheHostItselfReadsInTheSameSeconds() throws Exception {
        try (var sshd = new Sshd(folder);
                var tree = new LiveTree()) {
            var here = new Sampler(tree, Ticker.system());
            Sample before = here.take();
            List<Sample> there = samples(sshd.whole(), 2);
            Sample after = here.take();
            for (Sample sample : there) {
                between(before, sample, after, Cpus.GROUP, Cpus::contextSwitches);
                between(before, sample, after, Cpus.GROUP, Cpus::forks);
                between(
                        before,
                        sample,
                        after,
                        Memory.EVENTS,
                        m -> m.get("pgfault").orElse(0L));
                between(
                        before,
                        sample,
                        after,
                        Protocols.BASIC,
                        p -> p.get("Ip.InReceives").orElse(0L));
                between(
                        before,
                        sample,
                        after,
                        Interfaces.GROUP,
                        i -> i.byName().get("lo").rxBytes());
                assertEquals(
                        before.get(Memory.INFO).then(m -> m.get("MemTotal")),
                        sample.get(Memory.INFO).then(m -> m.get("MemTotal")));
                assertEquals(before.get(Host.GROUP), sample.get(Host.GROUP));
                Set<String> seen = points(sample);
                assertTrue(
                        points(before).stream().filter(points(after)::contains).allMatch(seen::contains),
                        seen::toString);
            }
            sameProcess(after, there.getLast());
            assertEquals(measured(after), measured(there.getLast()));
        }
    }

    /** Where something is mounted; other tests may mount something in the meantime. */
    private static Set<String> points(Sample sample) {
        return value(sample, FileSystems.GROUP).byPoint().keySet();
    }

    private static Set<String> measured(Sample sample) {
        var names = new TreeSet<String>();
        sample.readings().forEach((group, reading) -> {
            if (reading.isMeasured() && !NOT_TOLD.contains(group.name())) {
                names.add(group.name());
            }
        });
        return names;
    }

    private static <T> void between(
            Sample before, Sample sample, Sample after, Group<T> group, ToLongFunction<T> counter) {
        long least = counter.applyAsLong(value(before, group));
        long told = counter.applyAsLong(value(sample, group));
        long most = counter.applyAsLong(value(after, group));
        assertTrue(least <= told && told <= most, () -> group + ": " + least + " <= " + told + " <= " + most);
    }

    private static <T> T value(Sample sample, Group<T> group) {
        return switch (sample.get(group)) {
            case Measured.Value<T>(T value) -> value;
            case Measured.Unmeasurable<T>(String why) -> throw new AssertionError(why);
        };
    }

    /** The program that this test runs in. */
    private static void sameProcess(Sample here, Sample there) {
        int pid = (int) ProcessHandle.current().pid();
        Proc one = value(here, Processes.GROUP).byPid().get(pid);
        Proc other = value(there, Processes.GROUP).byPid().get(pid);
        assertEquals(one.command(), other.command());
        assertEquals(one.commandLine(), other.commandLine());
        assertEquals(one.cgroup(), other.cgroup());
        assertEquals(one.startTicks(), other.startTicks());
        assertTrue(other.cpuTicks() <= one.cpuTicks() && other.cpuTicks() > 0);
        assertTrue(other.waitNanos().isMeasured() && other.io().isMeasured());
    }

    @Test
    void tellsLessToAnAccountWithoutRightsAndStillJudges() throws Exception {
        try (var sshd = new Sshd(folder)) {
            List<Sample> there = samples(sshd.less(), 1);
            assertTrue(Diagnosis.of(new Window(there)).judgements().size() > 50);
            if ("root".equals(System.getProperty("user.name"))) {
                int pid = (int) ProcessHandle.current().pid();
                Proc ours = value(there.getLast(), Processes.GROUP).byPid().get(pid);
                assertTrue(ours.io().why().endsWith("Permission denied"), ours::toString);
                assertTrue(new Window(there).refused().containsKey("/proc/[pid]/io"));
            }
        }
    }

    @Test
    void saysWhyItIsNotLetIn() throws Exception {
        try (var sshd = new Sshd(folder)) {
            Visit.Unseen refused = assertInstanceOf(Visit.Unseen.class, watch(sshd.refused(), 1));
            assertEquals("it refused to let us in", refused.why());
            Visit.Unseen unknown = assertInstanceOf(Visit.Unseen.class, watch(sshd.unknown(), 1));
            assertEquals("its key is not known here", unknown.why());
            sshd.kill();
            Visit.Unseen gone = assertInstanceOf(Visit.Unseen.class, watch(sshd.whole(), 1));
            assertEquals("nothing listens at its SSH port", gone.why());
        }
    }

    @Test
    void judgesWhatItSawOfAHostThatWentAway() throws Exception {
        try (var sshd = new Sshd(folder)) {
            int[] samples = {0};
            Fleet.Outcome outcome = new Fleet(sshd.whole(), InstantSource.system())
                    .watch(SELF.getFirst(), Duration.ofMinutes(5), tree -> tree, sample -> {
                        if (++samples[0] == 2) {
                            sshd.kill();
                        }
                    });
            assertTrue(outcome.unseen().isEmpty(), outcome::toString);
            assertTrue(samples[0] >= 2); // another one may have been on its way
            assertTrue(outcome.note().startsWith("after " + samples[0] + " samples"), outcome::note);
        }
    }
}
