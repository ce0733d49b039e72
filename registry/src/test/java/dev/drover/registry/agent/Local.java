package dev.drover.registry.agent;

import dev.drover.http.grpc.HealthCalls;
import dev.drover.plane.Ticker;
import dev.drover.supervisor.process.SessionPrograms;
import dev.drover.wire.Loops;

/** What checks of this machine are really made with. */
public final class Local {
    private static final Means MEANS =
            new Means(new HealthCalls(Loops.start(1, Ticker.system()), Ticker.system()), SessionPrograms.here());

    private Local() {}

    public static Means means() {
        return MEANS;
    }
}
