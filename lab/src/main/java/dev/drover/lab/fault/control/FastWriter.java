package dev.drover.lab.fault.control;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Fio;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Volume;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** A program keeps a disk of its own in use all the time, without a queue; nobody else needs that disk. */
public final class FastWriter implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.control(
                        "fast-writer", Family.DISK, "one program that writes in sequence, one request at a time")
                .needs(Need.tool("fio", "fio"), Need.tool("mkfs.ext4", "e2fsprogs"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Volume.make(scene.site(), 256, "-q");
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.start(
                List.of(),
                Fio.command(
                        Volume.of(scene.site()).mount(),
                        "100m",
                        "--rw=write",
                        "--bs=64k",
                        "--direct=1",
                        "--rate=" + 10 * intensity + "m"));
        scene.settle(2);
    }
}
