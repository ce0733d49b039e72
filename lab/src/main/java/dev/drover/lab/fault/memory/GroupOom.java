package dev.drover.lab.fault.memory;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Cgroup;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** A process that grows without end in a group with a limit: the kernel kills the victim for it, and then the process itself. */
public final class GroupOom implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "group-oom",
                        Family.MEMORY,
                        "a group over its memory limit, whose processes the kernel kills",
                        "oom-kill",
                        "cgroup-memory")
                .needs(Need.controller("memory"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Cgroup group = scene.site().cgroup("memory");
        group.set("memory.limit_in_bytes", 250L << 20);
        scene.plan().in(group);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Cgroup group = scene.site().cgroup("memory");
        for (int i = 0; i < intensity; i++) {
            scene.shell(
                    List.of(group),
                    "echo -500 > /proc/self/oom_score_adj; sleep 2; while :; do head -c 800M /dev/zero | tail -c 400M > /dev/null; sleep 0.3; done");
        }
    }
}
