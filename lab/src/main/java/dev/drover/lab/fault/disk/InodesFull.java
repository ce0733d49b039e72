package dev.drover.lab.fault.disk;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Volume;
import dev.drover.lab.victim.VictimPlan;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.nio.file.Path;

/** A file system whose last inode is taken by empty files, on which the victim makes files. */
public final class InodesFull implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "inodes-full",
                        Family.DISK,
                        "a file system without a free inode, though with free bytes",
                        "inodes-full")
                .needs(Need.tool("mkfs.ext4", "e2fsprogs"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Volume volume = Volume.make(scene.site(), 64, "-q -N 1024");
        scene.plan().disk(VictimPlan.Disk.CREATE, volume.mount());
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Path many = Volume.of(scene.site()).mount().resolve("many");
        scene.fault()
                .change(
                        "mkdir " + many + "; cd " + many + "; seq 3000 | xargs touch 2> /dev/null; true",
                        "rm -rf " + many);
    }
}
