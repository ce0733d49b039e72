package dev.drover.lab.fault.cpu;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** The victim and processes that compute are bound to one CPU; the others are idle. */
public final class OneCpu implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "one-cpu",
                        Family.CPU,
                        "the victim may run on one CPU only, which others want, too",
                        "scheduler-delay")
                .needs(Need.tool("taskset", "util-linux"), Need.controller("cpu"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.plan().in(scene.site().cgroup("cpu")).by("taskset", "-c", "0");
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        long programs = scene.about(8L + 4L * intensity);
        for (int i = 0; i < programs; i++) {
            scene.start(List.of(scene.site().cgroup("cpu")), "taskset", "-c", "0", "sh", "-c", "while :; do :; done");
        }
    }
}
