package dev.drover.lab.fault.network;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Child;
import dev.drover.lab.victim.Crowd;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** As many clients as the victim has threads ask for a large answer and do not read it. */
public final class SlowReaders implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                "slow-readers", Family.NETWORK, "clients that ask for much and read nothing", "sender-limited");
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Child crowd = scene.fault()
                .start(List.of(), Crowd.readingNothing(scene.victim().port(), 15 + intensity));
        crowd.line();
        scene.settle(1);
    }
}
