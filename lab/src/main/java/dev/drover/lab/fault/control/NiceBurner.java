package dev.drover.lab.fault.control;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** All CPUs are taken by processes of nice 19, which give way to everybody. */
public final class NiceBurner implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.control("nice-burner", Family.CPU, "all CPUs compute at the lowest priority");
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            scene.start(List.of(), "nice", "-n", "19", "sh", "-c", "while :; do :; done");
        }
    }
}
