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

/** Connections are opened and kept, many more than usual and far from any limit. */
public final class IdleConnections implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.control(
                "idle-connections", Family.NETWORK, "thousands of open connections on which nothing happens");
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.startUpstream(List.of());
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Child crowd = scene.fault()
                .start(List.of(), Crowd.command(Upstream.PLACE, scene.upstream().port(), 1_500 * intensity));
        crowd.line();
    }
}
