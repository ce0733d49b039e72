package dev.drover.lab.fault.network;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Neighbour;
import dev.drover.observe.rule.Family;
import java.io.IOException;

/** Packets to and from the upstream, in a network namespace of its own, are dropped by chance. */
public final class PacketLoss implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "packet-loss", Family.NETWORK, "a way to the upstream that loses packets", "tcp-retransmits")
                .needs(Need.tool("ip", "iproute2"), Need.tool("nft", "nftables"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Neighbour neighbour = Neighbour.make(scene.site());
        scene.plan()
                .upstream(
                        neighbour.address(),
                        scene.startUpstream(neighbour.enter()).port(),
                        60_000);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Neighbour.of(scene.site()).lose(scene.fault(), (int) scene.about(8L * intensity));
    }
}
