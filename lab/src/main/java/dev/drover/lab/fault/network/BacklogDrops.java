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

/** Bursts of packets for a CPU whose queue of received packets is made short for the whole machine; the answers to the victim come that
 * way, too. */
public final class BacklogDrops implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "backlog-drops",
                        Family.NETWORK,
                        "a queue for received packets that is too short for their bursts",
                        "backlog-drops")
                .needs(Need.tool("ip", "iproute2"))
                .ofTheMachine();
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Neighbour neighbour = Neighbour.make(scene.site());
        neighbour.receiveOn(scene.site(), 0);
        neighbour.answerInBursts(scene.site(), 0);
        scene.plan()
                .upstream(
                        neighbour.address(),
                        scene.startUpstream(neighbour.enter()).port(),
                        30_000);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Neighbour neighbour = Neighbour.of(scene.site());
        scene.fault().sysctl("net/core/netdev_max_backlog", "1");
        scene.start(List.of(), Datagrams.flood(neighbour.address(), 9, scene.about(800L + 400L * intensity), 60_000));
        scene.settle(1);
    }
}
