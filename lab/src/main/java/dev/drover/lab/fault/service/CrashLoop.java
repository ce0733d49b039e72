package dev.drover.lab.fault.service;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Child;
import dev.drover.lab.victim.Upstream;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The upstream ends a moment after its start, again and again, and is started again by its supervisor: a shell under the name of runsv. */
public final class CrashLoop implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of("crash-loop", Family.SERVICE, "an upstream that ends soon after each start", "crash-loop");
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Path folder = scene.site().folder();
        int port = scene.startUpstream(List.of()).port();
        scene.keep("port", port);
        scene.upstream().end();
        String command = Upstream.command(port).stream().map(w -> "'" + w + "'").collect(Collectors.joining(" "));
        scene.site().ask("ln -s /bin/sh " + folder + "/runsv");
        String line = "while :; do if [ -e " + folder + "/ail ]; then timeout $(cat " + folder + "/ail) " + command
                + "; sleep 0.1; else " + command + "; fi; done";
        Child supervisor = scene.site().start(List.of(), List.of(folder + "/runsv", "-c", line));
        supervisor.line();
        scene.plan().upstream(Upstream.PLACE, port, 1_000);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Path ail = scene.site().folder().resolve("ail");
        scene.fault().change("echo " + (2.0 - 0.5 * intensity) + " > " + ail, "rm -f " + ail);
        scene.site().ask("kill $(pgrep -f 'Upstream " + scene.kept("port") + "$')");
    }
}
