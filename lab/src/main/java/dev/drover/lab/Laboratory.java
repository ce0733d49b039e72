package dev.drover.lab;

import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Site;
import dev.drover.lab.victim.Felt;
import dev.drover.lab.victim.Load;
import dev.drover.lab.victim.Victim;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.host.Host;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.verdict.Diagnosis;
import dev.drover.plane.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs cases, one after another: a victim, a while of peace, the fault, the doctor, peace again. */
public final class Laboratory implements AutoCloseable {
    private static final int WARM = 1;
    private static final int PEACE = 4;
    private static final int WATCH = 10;
    private static final int RECOVERY = 6;

    private final Ticker ticker;
    private final Keeping keeping;
    private final boolean machine;
    private List<Site> sites = List.of();
    private boolean closed;

    /**
     * A laboratory for this machine.
     *
     * @param keeping where notes and recordings of each case are kept
     * @param machine whether faults may touch the whole machine
     */
    public Laboratory(Ticker ticker, Keeping keeping, boolean machine) {
        this.ticker = ticker;
        this.keeping = keeping;
        this.machine = machine;
    }

    /** Runs it and keeps what was seen of it; what cannot be kept is an error. */
    public Result run(Case one) throws IOException, InterruptedException {
        Optional<String> missing = one.fault().facts().needs().stream()
                .flatMap(need -> need.missing().stream())
                .findFirst();
        if (missing.isPresent()) {
            return skipped(one, missing.get());
        }
        if (one.fault().facts().machine() && !machine) {
            return skipped(one, "touches the whole machine: only with --machine");
        }
        try (Site site = Site.open("scene");
                Site fault = Site.open("fault")) {
            enter(site, fault);
            return run(one, new Scene(site, fault, one.seed()));
        } catch (IOException e) {
            return skipped(one, "broke: " + e.getMessage());
        }
    }

    private Result.Skipped skipped(Case one, String why) throws IOException {
        keeping.write(new CaseNotes(
                one,
                one.fault().facts().expected(),
                List.of(),
                ticker.instant(),
                System.getProperty("os.version", ""),
                Runtime.getRuntime().availableProcessors(),
                keeping.drover(),
                new CaseNotes.Course.Skipped(why)));
        return new Result.Skipped(one, why);
    }

    private synchronized void enter(Site site, Site fault) throws InterruptedException {
        if (closed) {
            throw new InterruptedException("the laboratory is closed");
        }
        sites = List.of(fault, site);
    }

    private Result run(Case one, Scene scene) throws IOException, InterruptedException {
        one.fault().prepare(scene);
        Victim victim = Victim.start(scene.site(), scene.plan());
        scene.enter(victim);
        try (var load = new Load(ticker, victim.port())) {
            TimeUnit.SECONDS.sleep(WARM);
            Watched peace = watched(PEACE, keeping.before(one));
            Felt before = load.felt(peace.from(), peace.to());
            List<String> background = Result.Ran.named(Diagnosis.of(peace.window()));
            one.fault().inject(scene, one.intensity());
            Instant when = ticker.instant();
            Watched trouble = watched(WATCH, keeping.during(one));
            Felt during = load.felt(trouble.from(), trouble.to());
            scene.fault().revert();
            var course = new CaseNotes.Course.Ran(before, during, background, recovered(one, scene, load, before));
            CaseNotes notes = notes(one, scene, when, trouble.samples().getLast(), course);
            keeping.write(notes);
            return Result.Ran.judged(notes, course, background, trouble.window());
        }
    }

    private Watched watched(int seconds, OutputStream recording) throws IOException, InterruptedException {
        try (recording) {
            return Watched.live(ticker, seconds, recording);
        }
    }

    private CaseNotes notes(Case one, Scene scene, Instant when, Sample last, CaseNotes.Course course) {
        return new CaseNotes(
                one,
                one.fault().facts().expected(),
                scene.drawn(),
                when,
                last.get(Host.GROUP).map(Host::kernel).orElse(""),
                last.get(Cpus.GROUP).map(Cpus::count).orElse(1),
                keeping.drover(),
                course);
    }

    /** A victim that the fault killed does not recover. */
    private boolean recovered(Case one, Scene scene, Load load, Felt before) throws InterruptedException {
        try {
            one.fault().heal(scene);
        } catch (IOException e) {
            return false;
        }
        for (int i = 0; i < RECOVERY; i++) {
            TimeUnit.SECONDS.sleep(1);
            long to = ticker.nanos()
                    - TimeUnit.MILLISECONDS.toNanos(100); // what came just now may still be answered well
            if (load.felt(to - TimeUnit.MILLISECONDS.toNanos(800), to).recoveredTo(before)) {
                return true;
            }
        }
        return false;
    }

    /** Reverts whatever runs, and runs nothing any more; for whoever is told to end. */
    @Override
    public synchronized void close() throws IOException, InterruptedException {
        closed = true;
        for (Site site : sites) {
            site.revert();
        }
    }
}
