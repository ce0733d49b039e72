package dev.drover.lab.fault.control;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Child;
import dev.drover.lab.victim.Crowd;
import dev.drover.lab.victim.Upstream;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** Short connections, one after another: their ports stay taken for a minute, far fewer than there are. */
public final class ClosedConnections implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.control(
                "closed-connections", Family.NETWORK, "thousands of closed connections that wait out their time");
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.startUpstream(List.of());
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Child crowd = scene.fault()
                .start(List.of(), Crowd.passing(Upstream.PLACE, scene.upstream().port(), 1_000 * intensity));
        crowd.line();
    }
}
