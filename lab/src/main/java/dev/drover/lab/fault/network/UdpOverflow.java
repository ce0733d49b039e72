package dev.drover.lab.fault.network;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.victim.Datagrams;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** A flood of datagrams to a socket with a small buffer, whose reader takes one in a millisecond; the victim asks there, too. */
public final class UdpOverflow implements Fault {
    private static final String HERE = "127.0.0.1";

    @Override
    public FaultFacts facts() {
        return FaultFacts.of("udp-overflow", Family.NETWORK, "more datagrams than their reader can take", "udp-loss");
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        int port = Datagrams.start(scene.site());
        scene.keep("port", port);
        scene.plan().datagrams(HERE, port);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.fault().start(List.of(), Datagrams.flood(HERE, scene.kept("port"), scene.about(2_000L * intensity), 32));
        scene.settle(1);
    }
}
