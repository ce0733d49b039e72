package dev.drover.lab.fault.control;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** Processes in uninterruptible sleep, which count for the load average: parents that wait for what they made by vfork. */
public final class Sleepers implements Fault {
    /** The number of clone(2), which differs by machine. */
    private static final int CLONE = System.getProperty("os.arch").equals("aarch64") ? 220 : 56;

    @Override
    public FaultFacts facts() {
        return FaultFacts.control("sleepers", Family.CPU, "a high load average of processes that sleep uninterruptibly")
                .needs(Need.tool("perl", "perl-base"));
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        // The flags are CLONE_VFORK and, as the signal at the end, SIGCHLD.
        String sleep =
                "for (1 .. %d) { if (!fork) { if (!syscall(%d, 0x4000 | 17, 0, 0, 0, 0)) { sleep 60 } exit } } sleep 60"
                        .formatted(40 * intensity, CLONE);
        scene.start(List.of(), "perl", "-e", sleep);
        scene.settle(1);
    }
}
