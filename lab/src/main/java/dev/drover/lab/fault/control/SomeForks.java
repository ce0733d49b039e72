package dev.drover.lab.fault.control;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** A script starts small programs one after another, as scripts do. */
public final class SomeForks implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.control("some-forks", Family.CPU, "a few dozen processes started each second");
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.shell(List.of(), "while :; do /bin/true; sleep 0." + (5 - intensity) + "; done");
    }
}
