package dev.drover.gateway;

import dev.drover.gateway.route.Explanation;
import dev.drover.gateway.route.Sketch;
import dev.drover.gateway.service.Preview;
import dev.drover.model.Model;
import java.util.Optional;

/**
 * What a node would do with a request.
 *
 * @param preview of the service that is asked; empty if none is
 */
public record RouteAnswer(Explanation explanation, Optional<Preview> preview) {
    /** What a node would do that runs this model, as far as the model alone says it. */
    public static RouteAnswer declared(Model model, Sketch sketch) {
        Explanation told = Explanation.of(model, sketch);
        return new RouteAnswer(
                told,
                told.chosen()
                        .flatMap(Explanation.Chosen::service)
                        .flatMap(model::service)
                        .map(s -> Preview.declared(s, sketch)));
    }
}
