package dev.drover.lab.fault.cpu;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Cgroup;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** More threads that compute than there are CPUs, beside the victim in one group: others on the machine keep their share. */
public final class CpuHog implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of("cpu-hog", Family.CPU, "processes that compute beside the victim", "cpu-run-queue")
                .needs(Need.controller("cpu"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.plan().in(scene.site().cgroup("cpu"));
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        List<Cgroup> group = List.of(scene.site().cgroup("cpu"));
        int cpus = Runtime.getRuntime().availableProcessors();
        long programs = scene.about((6L + 4L * intensity) * cpus);
        for (int i = 0; i < programs; i++) {
            scene.shell(group, "while :; do :; done");
        }
    }
}
