package dev.drover.lab.fault.control;

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
 * Many more connections than usual, and far from any limit.
 *
 * @param kept whether they stay open; else they are short, one after another, and their ports stay taken for a minute
 * @param most how many at intensity 1
 */
public record ManyConnections(String id, String what, boolean kept, int most) implements Fault {
    public static ManyConnections idle() {
        return new ManyConnections(
                "idle-connections", "thousands of open connections on which nothing happens", true, 1_500);
    }

    public static ManyConnections closed() {
        return new ManyConnections(
                "closed-connections", "thousands of closed connections that wait out their time", false, 1_000);
    }

    @Override
    public FaultFacts facts() {
        return FaultFacts.control(id, Family.NETWORK, what);
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.startUpstream(List.of());
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        int port = scene.upstream().port();
        Child crowd = scene.fault()
                .start(
                        List.of(),
                        kept
                                ? Crowd.command(Upstream.PLACE, port, most * intensity)
                                : Crowd.passing(Upstream.PLACE, port, most * intensity));
        crowd.line();
    }
}
