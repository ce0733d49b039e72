package dev.drover.lab;

import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Site;
import dev.drover.lab.victim.Felt;
import dev.drover.lab.victim.Load;
import dev.drover.lab.victim.Victim;
import dev.drover.observe.verdict.Diagnosis;
import dev.drover.plane.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs cases, one after another: a victim, a while of peace, the fault, the doctor, peace again. */
public final class Laboratory implements AutoCloseable {
    private static final int WARM = 1;
    private static final int PEACE = 4;
    private static final int WATCH = 10;
    private static final int RECOVERY = 6;

    private final Ticker ticker;
    private final @Nullable Path keep;
    private final boolean machine;
    private List<Site> sites = List.of();
    private boolean closed;

    /**
     * A laboratory for this machine.
     *
     * @param keep a folder for the recordings, if they are to be kept
     * @param machine whether faults may touch the whole machine
     */
    public Laboratory(Ticker ticker, @Nullable Path keep, boolean machine) {
        this.ticker = ticker;
        this.keep = keep;
        this.machine = machine;
    }

    public Result run(Case one) throws InterruptedException {
        Optional<String> missing = one.fault().facts().needs().stream()
                .flatMap(need -> need.missing().stream())
                .findFirst();
        if (missing.isPresent()) {
            return new Result.Skipped(one, missing.get());
        }
        if (one.fault().facts().machine() && !machine) {
            return new Result.Skipped(one, "touches the whole machine: only with --machine");
        }
        try (Site site = Site.open("scene");
                Site fault = Site.open("fault")) {
            enter(site, fault);
            return run(one, new Scene(site, fault, one.seed()));
        } catch (IOException e) {
            return new Result.Skipped(one, "broke: " + e.getMessage());
        }
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
            Watched peace = Watched.live(ticker, PEACE, OutputStream.nullOutputStream());
            Felt before = load.felt(peace.from(), peace.to());
            List<String> background = Result.Ran.named(Diagnosis.of(peace.window()));
            one.fault().inject(scene, one.intensity());
            Watched trouble;
            try (OutputStream recording = recording(one, background)) {
                trouble = Watched.live(ticker, WATCH, recording);
            }
            Felt during = load.felt(trouble.from(), trouble.to());
            scene.fault().revert();
            boolean recovered = recovered(one, scene, load, before);
            return new Result.Ran(
                    one,
                    before,
                    during,
                    background,
                    Diagnosis.of(trouble.window()),
                    recovered,
                    seconds(trouble, background, one));
        }
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

    private OutputStream recording(Case one, List<String> background) throws IOException {
        if (keep == null) {
            return OutputStream.nullOutputStream();
        }
        Files.createDirectories(keep);
        if (!background.isEmpty()) {
            Files.write(keep.resolve(one.name() + ".background"), background);
        }
        return Files.newOutputStream(keep.resolve(one.name() + ".drec"));
    }

    private static OptionalInt seconds(Watched trouble, List<String> background, Case one) {
        int right = 0;
        for (int after = WATCH; after >= 1; after--) {
            List<String> causes = Result.Ran.causes(Diagnosis.of(trouble.after(after)), background, one);
            if (Result.Ran.rank(causes, one) != 1) {
                break;
            }
            right = after;
        }
        return right == 0 ? OptionalInt.empty() : OptionalInt.of(right);
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
