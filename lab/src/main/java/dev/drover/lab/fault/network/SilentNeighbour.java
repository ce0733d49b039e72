package dev.drover.lab.fault.network;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Neighbour;
import dev.drover.observe.rule.Family;
import java.io.IOException;

/** The upstream, in a network namespace of its own, no longer answers who has its address. */
public final class SilentNeighbour implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "silent-neighbour",
                        Family.NETWORK,
                        "an upstream on the same link whose hardware address nobody tells",
                        "neighbour-table")
                .needs(Need.tool("ip", "iproute2"));
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
        Neighbour.of(scene.site()).silence(scene.fault());
        scene.settle(2);
    }
}
