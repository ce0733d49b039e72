package dev.drover.lab.fault.cpu;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Cgroup;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** A CPU quota that the victim's group uses up: a small part of a CPU, shared with a process that computes. */
public final class CfsThrottled implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of("cfs-throttled", Family.CPU, "a CPU quota that is used up", "cfs-throttling")
                .needs(Need.controller("cpu"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Cgroup group = scene.site().cgroup("cpu");
        group.set("cpu.cfs_quota_us", 400_000);
        scene.plan().in(group);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Cgroup group = scene.site().cgroup("cpu");
        scene.shell(List.of(group), "while :; do :; done");
        group.set("cpu.cfs_quota_us", scene.about(60_000 / intensity));
    }
}
