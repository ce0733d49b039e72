package dev.drover.lab.fault.network;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Neighbour;
import dev.drover.observe.rule.Family;
import java.io.IOException;

/** An upstream, in a network namespace of its own, where a part of the attempts to connect is refused. */
public final class RefusingUpstream implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of("refusing-upstream", Family.NETWORK, "an upstream that refuses connections", "tcp-resets")
                .needs(Need.tool("ip", "iproute2"), Need.tool("nft", "nftables"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Neighbour neighbour = Neighbour.make(scene.site());
        scene.plan()
                .upstream(
                        neighbour.address(),
                        scene.startUpstream(neighbour.enter()).port(),
                        1_000);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Neighbour.of(scene.site()).refuse(scene.fault(), Math.toIntExact(scene.about(30L * intensity)));
    }
}
