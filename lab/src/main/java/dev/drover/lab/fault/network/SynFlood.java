package dev.drover.lab.fault.network;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Neighbour;
import dev.drover.lab.victim.Crowd;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** Connections that are begun from a network namespace that drops what is answered, so that none is ever finished; without SYN cookies their
 * queue is all there is. */
public final class SynFlood implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of("syn-flood", Family.NETWORK, "connections that are begun and never finished", "syn-drops")
                .needs(Need.tool("ip", "iproute2"), Need.tool("nft", "nftables"))
                .ofTheMachine();
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Neighbour.make(scene.site());
        scene.plan().backlog(64).everywhere();
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Neighbour neighbour = Neighbour.of(scene.site());
        neighbour.ignoreAnswers(scene.fault());
        scene.fault().sysctl("net/ipv4/tcp_syncookies", "0");
        int port = scene.victim().port();
        scene.start(List.of(), neighbour.enter(Crowd.knocking(Neighbour.HERE, port, scene.about(100L * intensity))));
        scene.settle(2);
    }
}
