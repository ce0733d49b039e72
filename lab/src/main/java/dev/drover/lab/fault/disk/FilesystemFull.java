package dev.drover.lab.fault.disk;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Volume;
import dev.drover.lab.victim.VictimPlan;
import dev.drover.observe.rule.Family;
import java.io.IOException;

/** A file system that is filled up to the last byte, on which the victim makes files. */
public final class FilesystemFull implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of("filesystem-full", Family.DISK, "a file system without a free byte", "filesystem-full")
                .needs(Need.tool("mkfs.ext4", "e2fsprogs"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Volume volume = Volume.make(scene.site(), 64, "-q -m 0");
        scene.plan().disk(VictimPlan.Disk.CREATE, volume.mount());
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Volume volume = Volume.of(scene.site());
        scene.fault()
                .change(
                        "head -c 600M /dev/zero > " + volume.mount() + "/fill 2> /dev/null; true",
                        "rm -f " + volume.mount() + "/fill");
    }
}
