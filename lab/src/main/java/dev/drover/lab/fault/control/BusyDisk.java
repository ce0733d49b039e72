package dev.drover.lab.fault.control;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Fio;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** A program reads here and there, one block after another, all the time: the disk is always in use, and nobody has to queue. */
public final class BusyDisk implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.control(
                        "busy-disk", Family.DISK, "a disk that is in use all the time, by one request after another")
                .needs(Need.tool("fio", "fio"))
                .ofTheMachine();
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.start(
                List.of(),
                Fio.command(
                        scene.site().folder(), "200m", "--rw=randread", "--bs=" + 4 * intensity + "k", "--direct=1"));
        scene.settle(2);
    }
}
