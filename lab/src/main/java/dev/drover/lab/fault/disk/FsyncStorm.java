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

/** Programs that call fsync after each small write: the journal of the file system is the queue that the victim waits in. */
public final class FsyncStorm implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "fsync-storm",
                        Family.DISK,
                        "programs that wait for the disk after every small write",
                        "write-stall",
                        "disk-queueing")
                .needs(Need.tool("fio", "fio"))
                .ofTheMachine();
    }

    @Override
    public void prepare(Scene scene) {
        scene.plan().disk(VictimPlan.Disk.SYNC, scene.site().folder()).writes(5);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.start(
                List.of(),
                Fio.command(
                        scene.site().folder(),
                        "8m",
                        "--rw=randwrite",
                        "--bs=4k",
                        "--fsync=1",
                        "--numjobs=" + scene.about(32L + 16L * intensity)));
        scene.settle(2);
    }
}
