package dev.drover.lab.fault.control;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Neighbour;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** A program sends as much as its work asks for, over a link that carries it. */
public final class BusyLink implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.control("busy-link", Family.NETWORK, "much sent over a link that is wide enough")
                .needs(Need.tool("ip", "iproute2"), Need.tool("iperf3", "iperf3"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Neighbour neighbour = Neighbour.make(scene.site());
        scene.site().start(List.of(), neighbour.enter("iperf3", "-s", "-p", "5201"));
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.start(
                List.of(),
                "iperf3",
                "-c",
                Neighbour.of(scene.site()).address(),
                "-p",
                "5201",
                "-t",
                "60",
                "-b",
                300 * intensity + "M");
        scene.settle(1);
    }
}
