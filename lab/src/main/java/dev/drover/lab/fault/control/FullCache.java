package dev.drover.lab.fault.control;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;

/** A large file is read, and stays in the page cache. */
public final class FullCache implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.control("full-cache", Family.MEMORY, "memory full of cached files");
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.site()
                .ask("head -c " + intensity * 300L + "M /dev/zero > "
                        + scene.site().folder() + "/cached; cat " + scene.site().folder() + "/cached > /dev/null");
    }
}
