package dev.drover.gateway.service;

import dev.drover.gateway.route.CompiledRoute;
import dev.drover.gateway.route.Destination;
import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Stage;

/** Brings a request to its service and lets it in under the service's cap. */
public final class AdmitStage implements Stage {
    private final Desks desks;

    public AdmitStage(Desks desks) {
        this.desks = desks;
    }

    @Override
    public Outcome handle(Request request) {
        if (!(request.notes().routed() instanceof CompiledRoute route)) {
            return Outcome.CONTINUE;
        }
        int service = switch (route.destination()) {
            case Destination.Service(int place) -> place;
            case Destination.Shares(var split) -> split.pick(request.client());
            case Destination.Elsewhere e -> -1;
            case Destination.Fixed f -> -1;
        };
        return service < 0
                ? Outcome.CONTINUE
                : desks.at(service).admit(request, Errand.of(request.notes()), route.route());
    }
}
