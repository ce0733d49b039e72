package dev.drover.gateway.route;

import dev.drover.gateway.answer.Redirects;
import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Stage;

/** Answers for routes that need no upstream. */
public final class AnswerStage implements Stage {
    @Override
    public Outcome handle(Request request) {
        if (!(request.notes().routed() instanceof CompiledRoute route)) {
            return Outcome.CONTINUE;
        }
        return switch (route.destination()) {
            case Destination.Service s -> Outcome.CONTINUE;
            case Destination.Shares s -> Outcome.CONTINUE;
            case Destination.Fixed(Outcome.Respond respond) -> respond;
            case Destination.Elsewhere(int status, var location) ->
                new Outcome.Respond(Redirects.to(status, location, request));
        };
    }
}
