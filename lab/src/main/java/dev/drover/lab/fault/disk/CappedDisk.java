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

/**
 * A disk with a cap on what is written to it per second, which a program beside the victim uses up.
 *
 * @param cap the file of its control group that holds the cap
 * @param most the cap at intensity 1, about
 * @param pattern how the program writes, as fio has it
 * @param piece how much it writes at once
 */
public record CappedDisk(String id, String what, String cap, long most, String pattern, String piece) implements Fault {
    public static CappedDisk throughput() {
        return new CappedDisk(
                "disk-throughput",
                "a disk of little throughput, and a program that writes as fast as it can",
                "blkio.throttle.write_bps_device",
                12L << 20,
                "write",
                "256k");
    }

    public static CappedDisk requests() {
        return new CappedDisk(
                "disk-requests",
                "a disk of few requests per second, and a program that writes small pieces",
                "blkio.throttle.write_iops_device",
                600,
                "randwrite",
                "4k");
    }

    @Override
    public FaultFacts facts() {
        return FaultFacts.of(id, Family.DISK, what, "disk-ceiling")
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
        group.set(cap, volume.device() + " " + scene.about(most / intensity));
        scene.start(
                List.of(group),
                Fio.command(
                        volume.mount(),
                        "100m",
                        "--rw=" + pattern,
                        "--bs=" + piece,
                        "--direct=1",
                        "--ioengine=libaio",
                        "--iodepth=" + 8 * intensity));
        scene.settle(2);
    }
}
