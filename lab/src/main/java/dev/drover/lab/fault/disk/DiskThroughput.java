package dev.drover.lab.fault.disk;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Fio;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Cgroup;
import dev.drover.lab.site.Volume;
import dev.drover.lab.victim.VictimPlan;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** A disk with a cap on its bytes per second, which a program beside the victim uses up. */
public final class DiskThroughput implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "disk-throughput",
                        Family.DISK,
                        "a disk of little throughput, and a program that writes as fast as it can",
                        "disk-ceiling")
                .needs(Need.controller("blkio"), Need.tool("fio", "fio"), Need.tool("mkfs.ext4", "e2fsprogs"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Volume volume = Volume.make(scene.site(), 256, "-q");
        Cgroup group = scene.site().cgroup("blkio");
        scene.plan().in(group).disk(VictimPlan.Disk.SYNC, volume.mount());
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Volume volume = Volume.of(scene.site());
        Cgroup group = scene.site().cgroup("blkio");
        group.set("blkio.throttle.write_bps_device", volume.device() + " " + scene.about((12L << 20) / intensity));
        scene.start(
                List.of(group),
                Fio.command(
                        volume.mount(),
                        "100m",
                        "--rw=write",
                        "--bs=256k",
                        "--direct=1",
                        "--ioengine=libaio",
                        "--iodepth=" + 8 * intensity));
        scene.settle(2);
    }
}
