package dev.drover.lab.fault;

import dev.drover.lab.site.Cgroup;
import dev.drover.lab.site.Child;
import dev.drover.lab.site.Site;
import dev.drover.lab.victim.Upstream;
import dev.drover.lab.victim.Victim;
import dev.drover.lab.victim.VictimPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where a fault plays: what lasts for the whole case, what the fault itself changes, and the victim. */
public final class Scene {
    private final Site site;
    private final Site fault;
    private final SplittableRandom random;
    private final VictimPlan plan = new VictimPlan();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Long> drawn = new ArrayList<>();
    private @Nullable Victim victim;
    private @Nullable Upstream upstream;
    private @Nullable Child names;

    public Scene(Site site, Site fault, long seed) {
        this.site = site;
        this.fault = fault;
        this.random = new SplittableRandom(seed);
    }

    /** What the fault was prepared with, and the victim: it lasts until the case ends. */
    public Site site() {
        return site;
    }

    /** What goes wrong: it is reverted first, to see whether the victim recovers. */
    public Site fault() {
        return fault;
    }

    /** How the victim is to be; too late once it runs. */
    public VictimPlan plan() {
        return plan;
    }

    public void enter(Victim started) {
        victim = started;
    }

    public Victim victim() {
        if (victim == null) {
            throw new IllegalStateException("there is no victim yet");
        }
        return victim;
    }

    /** Remembers a number from preparing to injecting. */
    public void keep(String name, int number) {
        numbers.put(name, number);
    }

    public int kept(String name) {
        return numbers.getOrDefault(name, 0);
    }

    /** Starts whom the victim asks, by this command, which may be empty. */
    public Upstream startUpstream(List<String> wrapper) throws IOException, InterruptedException {
        Upstream started = Upstream.start(site, wrapper);
        upstream = started;
        return started;
    }

    public Upstream upstream() {
        if (upstream == null) {
            throw new IllegalStateException("there is no upstream");
        }
        return upstream;
    }

    public void enter(Child server) {
        names = server;
    }

    /** Who answers questions for names. */
    public Child names() {
        if (names == null) {
            throw new IllegalStateException("there is no server of names");
        }
        return names;
    }

    /** Lets a fault come into force. */
    public void settle(int seconds) throws InterruptedException {
        TimeUnit.SECONDS.sleep(seconds);
    }

    /** About this number: up to a fifth more or less, as the seed will have it. */
    public long about(long number) {
        long about = Math.round(number * (0.8 + 0.4 * random.nextDouble()));
        drawn.add(about);
        return about;
    }

    /** What {@link #about} made of numbers so far. */
    public List<Long> drawn() {
        return List.copyOf(drawn);
    }

    /** Starts a part of the fault in these groups. */
    public Child start(List<Cgroup> groups, String... command) throws IOException, InterruptedException {
        return fault.start(groups, List.of(command));
    }

    public Child start(List<Cgroup> groups, List<String> command) throws IOException, InterruptedException {
        return fault.start(groups, command);
    }

    /** Starts a line of shell as a part of the fault. */
    public Child shell(List<Cgroup> groups, String line) throws IOException, InterruptedException {
        return fault.start(groups, List.of("sh", "-c", line));
    }
}
