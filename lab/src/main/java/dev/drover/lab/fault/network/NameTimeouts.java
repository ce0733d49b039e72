package dev.drover.lab.fault.network;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.victim.Datagrams;
import dev.drover.observe.rule.Family;
import java.io.IOException;

/** The server of names does not answer a part of the questions. */
public final class NameTimeouts implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.hidden(
                "name-timeouts",
                Family.NETWORK,
                "a server of names that leaves questions unanswered",
                "no counter counts questions, nor answers that do not come");
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.enter(Datagrams.names(scene.site()));
        scene.plan().datagrams(Datagrams.NAMES, Datagrams.NAMES_PORT);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.names().tell("mute " + scene.about(25L * intensity));
        scene.names().line();
    }

    @Override
    public void heal(Scene scene) throws IOException {
        scene.victim().tell("heal");
        scene.names().tell("mute 0");
        scene.names().line();
    }
}
