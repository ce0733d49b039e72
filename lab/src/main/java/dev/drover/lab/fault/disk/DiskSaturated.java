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

/** A program that keeps far more requests at the disk than it can work on, past the cache; the victim waits behind them. */
public final class DiskSaturated implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of("disk-saturated", Family.DISK, "more requests than the disk can take", "disk-queueing")
                .needs(Need.tool("fio", "fio"))
                .ofTheMachine();
    }

    @Override
    public void prepare(Scene scene) {
        scene.plan().disk(VictimPlan.Disk.SYNC, scene.site().folder());
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.start(
                List.of(),
                Fio.command(
                        scene.site().folder(),
                        "400m",
                        "--rw=randwrite",
                        "--bs=1m",
                        "--direct=1",
                        "--ioengine=libaio",
                        "--iodepth=" + scene.about(48L * intensity)));
        scene.settle(2);
    }
}
