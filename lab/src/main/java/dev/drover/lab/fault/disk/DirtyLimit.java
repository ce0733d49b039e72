package dev.drover.lab.fault.disk;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Fio;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.victim.VictimPlan;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** Programs that write into the cache faster than the disk takes it, where little may be unwritten: whoever writes has to wait, the victim,
 * too. */
public final class DirtyLimit implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "dirty-limit",
                        Family.DISK,
                        "writers that have to wait until the cache has been written back",
                        "write-stall",
                        "disk-queueing")
                .needs(Need.tool("fio", "fio"))
                .ofTheMachine();
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.plan().disk(VictimPlan.Disk.WRITE, scene.site().folder()).blocks(64);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.fault().sysctl("vm/dirty_bytes", scene.about(32L << 20), "vm/dirty_ratio");
        scene.start(
                List.of(),
                Fio.command(scene.site().folder(), "200m", "--rw=randwrite", "--bs=64k", "--numjobs=" + 2 * intensity));
        scene.settle(2);
    }
}
