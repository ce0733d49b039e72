package dev.drover.lab.fault.network;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Child;
import dev.drover.lab.victim.Crowd;
import dev.drover.lab.victim.Upstream;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/**
 * A program that opens connections to the upstream of the victim and keeps them, until hardly a local port is left for that peer. The
 * range is made small before, for the whole machine.
 */
public final class EphemeralPorts implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "ephemeral-ports",
                        Family.NETWORK,
                        "a pool that keeps all local ports to one upstream",
                        "ephemeral-ports")
                .ofTheMachine();
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.plan().upstream(Upstream.PLACE, scene.startUpstream(List.of()).port(), 1_000);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.fault().sysctl("net/ipv4/ip_local_port_range", "50000 51999");
        Child crowd = scene.fault()
                .start(List.of(), Crowd.command(Upstream.PLACE, scene.upstream().port(), 2_000 + 20 * intensity));
        crowd.line();
    }
}
