package dev.drover.lab.fault.cpu;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** Programs that copy single bytes, beside the victim in one group: nearly all of their time passes in the kernel. */
public final class KernelTime implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "kernel-time",
                        Family.CPU,
                        "programs that spend all their time in system calls",
                        "kernel-time",
                        "cpu-run-queue")
                .needs(Need.controller("cpu"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.plan().in(scene.site().cgroup("cpu"));
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        int cpus = Runtime.getRuntime().availableProcessors();
        long programs = scene.about((8L + 4L * intensity) * cpus);
        for (int i = 0; i < programs; i++) {
            scene.start(
                    List.of(scene.site().cgroup("cpu")), "dd", "if=/dev/zero", "of=/dev/null", "bs=1", "status=none");
        }
    }
}
