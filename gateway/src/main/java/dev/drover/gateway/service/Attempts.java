package dev.drover.gateway.service;

import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Replay;
import dev.drover.gateway.stage.Request;
import dev.drover.plane.Evidence;
import dev.drover.policy.retry.Retrying;

/** What became of an attempt, told to the service it was made for. */
public final class Attempts {
    private Attempts() {}

    public static void answered(Request request, int status) {
        Errand errand = Errand.of(request.notes());
        if (errand.desk() != null) {
            errand.desk().answered(errand, status);
        }
    }

    /** True: another instance is to be asked. */
    public static boolean refuses(Request request, int status, Replay replay) {
        Errand errand = Errand.of(request.notes());
        return errand.desk() != null && errand.desk().refuses(request, errand, status, replay);
    }

    /** True: its service, or its route, may want another attempt after one that was sent. */
    public static boolean mayRepeat(Request request) {
        Errand errand = Errand.of(request.notes());
        return errand.desk() != null && Retrying.mayRepeat(errand.retry(), request.method());
    }

    public static Outcome failed(Request request, Evidence.Failure failure, Replay replay) {
        Errand errand = Errand.of(request.notes());
        ServiceDesk desk = errand.desk();
        if (desk == null) {
            throw new IllegalStateException("an attempt failed that no service was asked for");
        }
        return desk.failed(request, errand, failure, replay);
    }
}
