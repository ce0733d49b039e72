package dev.drover.lab.fault.network;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.victim.Crowd;
import dev.drover.lab.victim.Upstream;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** A program that keeps connections to the upstream of the victim until no further one can be tracked. Only what goes to that address is
 * tracked; the most that there may be is made small for the whole machine. */
public final class ConntrackFull implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "conntrack-full",
                        Family.NETWORK,
                        "a table of tracked connections without a free place",
                        "conntrack-full")
                .needs(Need.tool("nft", "nftables"))
                .ofTheMachine();
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.plan().upstream(Upstream.PLACE, scene.startUpstream(List.of()).port(), 1_000);
        String apart = "ip saddr != " + Upstream.PLACE + " ip daddr != " + Upstream.PLACE + " notrack;";
        scene.site()
                .change(
                        "nft 'add table ip drover-lab;"
                                + " add chain ip drover-lab in { type filter hook prerouting priority raw; };"
                                + " add rule ip drover-lab in " + apart
                                + " add chain ip drover-lab out { type filter hook output priority raw; };"
                                + " add rule ip drover-lab out " + apart
                                + " add chain ip drover-lab track { type filter hook output priority 0; };"
                                + " add rule ip drover-lab track ct state new accept'",
                        "nft delete table ip drover-lab 2> /dev/null; true");
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        int port = scene.upstream().port();
        scene.start(List.of(), Crowd.command(Upstream.PLACE, port, Math.toIntExact(scene.about(500L * intensity))))
                .line();
        int count = Integer.parseInt(scene.site().ask("cat /proc/sys/net/netfilter/nf_conntrack_count"));
        scene.fault().sysctl("net/netfilter/nf_conntrack_max", Integer.toString(count + 60 / intensity));
        scene.settle(2);
    }
}
