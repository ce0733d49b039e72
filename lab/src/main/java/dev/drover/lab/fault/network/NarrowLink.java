package dev.drover.lab.fault.network;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Neighbour;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** The way to the upstream passes a token bucket; a program beside the victim sends as much as it can. */
public final class NarrowLink implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "narrow-link",
                        Family.NETWORK,
                        "a link that is narrower than what is sent over it",
                        "qdisc-drops",
                        "nic-full",
                        "sender-limited")
                .needs(Need.tool("ip", "iproute2"), Need.tool("tc", "iproute2"), Need.tool("iperf3", "iperf3"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Neighbour neighbour = Neighbour.make(scene.site());
        scene.site().start(List.of(), neighbour.enter("iperf3", "-s", "-p", "5201"));
        scene.plan()
                .upstream(
                        neighbour.address(),
                        scene.startUpstream(neighbour.enter()).port(),
                        20_000);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Neighbour neighbour = Neighbour.of(scene.site());
        neighbour.narrow(scene.fault(), scene.about(20_000 / intensity));
        scene.start(List.of(), "iperf3", "-c", neighbour.address(), "-p", "5201", "-t", "60", "-P", "4");
        scene.settle(2);
    }
}
