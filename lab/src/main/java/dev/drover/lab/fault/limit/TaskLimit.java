package dev.drover.lab.fault.limit;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;

/** The victim's group is full of threads that do nothing; it needs a new one for each request. */
public final class TaskLimit implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of("task-limit", Family.LIMIT, "a group that may have no more tasks", "task-limit")
                .needs(Need.controller("pids"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.site().limitTasks(128);
        scene.plan().threadPerRequest();
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.victim().tell("park 600");
    }
}
