package dev.drover.lab.fault.control;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Fio;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Volume;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A program reads a file system of its own over and over, at the lowest priority, past the cache. */
public final class IdleClassReader implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.control("idle-class-reader", Family.DISK, "a scan of a disk in the idle class")
                .needs(Need.tool("fio", "fio"), Need.tool("mkfs.ext4", "e2fsprogs"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Volume.make(scene.site(), 256, "-q");
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("ionice", "-c", "3", "nice", "-n", "19"));
        command.addAll(Fio.command(
                Volume.of(scene.site()).mount(),
                "100m",
                "--rw=read",
                "--bs=64k",
                "--direct=1",
                "--rate=" + 20 * intensity + "m"));
        scene.start(List.of(), command);
        scene.settle(2);
    }
}
