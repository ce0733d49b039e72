package dev.drover.lab.fault.memory;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Cgroup;
import dev.drover.lab.victim.VictimPlan;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A group whose limit no longer holds the file that the victim looks things up in: what was just read is dropped before it is read again. */
public final class CacheThrash implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "cache-thrash",
                        Family.MEMORY,
                        "a memory limit that is too small for the file a service works with",
                        "memory-stall",
                        "cgroup-memory")
                .needs(Need.controller("memory"));
    }

    private static final long MEBIBYTES = 64;

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Path file = scene.site().folder().resolve("data");
        // Written past the cache: its pages are to be charged to the group that reads them.
        scene.site().ask("dd if=/dev/zero of=" + file + " bs=1M count=" + MEBIBYTES + " oflag=direct status=none");
        Cgroup group = scene.site().cgroup("memory");
        scene.site()
                .start(List.of(group), List.of("sh", "-c", "cat " + file + " > /dev/null"))
                .await(20);
        scene.plan().in(group).disk(VictimPlan.Disk.LOOK_UP, scene.site().folder());
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Cgroup group = scene.site().cgroup("memory");
        long others = group.number("memory.usage_in_bytes") - (MEBIBYTES << 20);
        group.limitMemory(others + scene.about((MEBIBYTES << 20) / (2L * intensity)));
    }
}
