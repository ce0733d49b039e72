package dev.drover.gateway.service;

import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Stage;

/** Chooses the instance that is asked first. */
public final class BalanceStage implements Stage {
    @Override
    public Outcome handle(Request request) {
        Errand errand = Errand.of(request.notes());
        ServiceDesk desk = errand.desk();
        return desk == null ? Outcome.CONTINUE : desk.choose(request, errand);
    }
}
