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

/** A group with less memory than what the victim and a neighbour in it use: pages of files are dropped and read again all the time. */
public final class GroupPressure implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "group-pressure",
                        Family.MEMORY,
                        "a memory limit under which programs read their own pages again and again",
                        "memory-stall",
                        "cgroup-memory")
                .needs(Need.controller("memory"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.plan()
                .in(scene.site().cgroup("memory"))
                .disk(VictimPlan.Disk.WRITE, scene.site().folder());
        Path file = scene.site().folder().resolve("big");
        // Written past the cache: its pages are to be charged to the group that reads them.
        scene.site().ask("dd if=/dev/zero of=" + file + " bs=1M count=200 oflag=direct status=none");
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Cgroup group = scene.site().cgroup("memory");
        Path file = scene.site().folder().resolve("big");
        long limit = Long.parseLong(scene.site().ask("cat " + group.folder() + "/memory.usage_in_bytes"));
        for (int i = 0; i < 1 + intensity; i++) {
            scene.shell(List.of(group), "while :; do cat " + file + " > /dev/null; done");
        }
        group.set("memory.limit_in_bytes", limit + scene.about((18L - 4L * intensity) << 20));
    }
}
