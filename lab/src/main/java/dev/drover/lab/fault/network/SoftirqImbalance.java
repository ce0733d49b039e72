package dev.drover.lab.fault.network;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Neighbour;
import dev.drover.lab.victim.Datagrams;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** More packets for an upstream in a network namespace than the one CPU can filter that receives them all; the other CPUs have time. */
public final class SoftirqImbalance implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "softirq-imbalance",
                        Family.NETWORK,
                        "one CPU that has to receive all packets",
                        "softirq-imbalance")
                .needs(Need.tool("ip", "iproute2"), Need.tool("nft", "nftables"))
                .ofTheMachine();
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Neighbour neighbour = Neighbour.make(scene.site());
        neighbour.receiveOn(scene.site(), 0);
        neighbour.filterSlowly(scene.site(), 3_000);
        scene.plan()
                .upstream(
                        neighbour.address(),
                        scene.startUpstream(neighbour.enter()).port(),
                        1_000);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        String address = Neighbour.of(scene.site()).address();
        scene.start(List.of(), Datagrams.flood(address, 9, scene.about(15_000L + 12_000L * intensity), 64));
        scene.settle(1);
    }
}
