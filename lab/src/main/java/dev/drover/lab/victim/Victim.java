package dev.drover.lab.victim;

import dev.drover.lab.site.Child;
import dev.drover.lab.site.Site;
import java.io.IOException;

/** The victim that runs. It ends with its site. */
public final class Victim {
    private final Child process;
    private final int port;

    private Victim(Child process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Started and listening. */
    public static Victim start(Site site, VictimPlan plan) throws IOException, InterruptedException {
        Child process = site.start(plan.groups(), plan.command());
        String said = process.line();
        if (!said.startsWith("ready ")) {
            throw new IOException("the victim said: " + said);
        }
        return new Victim(process, Integer.parseInt(said.substring("ready ".length())));
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** Tells it to do what ails it from now on; see {@link Ailment} for the words. Returns when it does. */
    public void tell(String order) throws IOException {
        process.tell(order);
        String said = process.line();
        if (!said.equals("done")) {
            throw new IOException("the victim said to " + order + ": " + said);
        }
    }
}
