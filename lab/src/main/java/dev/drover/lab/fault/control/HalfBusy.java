package dev.drover.lab.fault.control;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** One process computes all the time, in its own right, and gives way to others. */
public final class HalfBusy implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.control("half-busy", Family.CPU, "one of the CPUs computes, the others are free");
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.start(List.of(), "nice", "-n", Integer.toString(5 * intensity), "sh", "-c", "while :; do :; done");
    }
}
