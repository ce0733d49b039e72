package dev.drover.lab.fault.control;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;

/** Nothing at all: what the machine does by itself. */
public final class Idle implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.control("idle", Family.CPU, "nothing happens");
    }

    @Override
    public void inject(Scene scene, int intensity) {}
}
