package dev.drover.lab.fault.service;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.victim.Upstream;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** The upstream thinks long about each answer. */
public final class SlowUpstream implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.hidden(
                "slow-upstream",
                Family.SERVICE,
                "an upstream that takes long to answer",
                "waiting for an answer looks like having nothing to do");
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.plan().upstream(Upstream.PLACE, scene.startUpstream(List.of()).port(), 1_000);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.upstream().slow(scene.about(100L * intensity));
    }

    @Override
    public void heal(Scene scene) throws IOException {
        scene.victim().tell("heal");
        scene.upstream().slow(0);
    }
}
