package dev.drover.gateway;

import dev.drover.gateway.route.AnswerStage;
import dev.drover.gateway.route.RouteStage;
import dev.drover.gateway.service.AdmitStage;
import dev.drover.gateway.service.BalanceStage;
import dev.drover.gateway.service.Desks;
import dev.drover.gateway.stage.Stage;
import dev.drover.gateway.trace.IdentifyStage;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The stages of a request, in order. Before them the exchange accepts under the guards' caps, terminates TLS and reads one valid
 * head; after them it forwards to the upstream that was chosen, and responds.
 *
 * <pre>
 *  accept, caps -> TLS -> head -> [ identify -> route -> answer -> admit -> balance ] -> upstream -> respond
 * </pre>
 */
final class Stages {
    private Stages() {}

    /** The stages of one event loop. */
    static List<Stage> of(RouteStage route, Desks desks, RandomGenerator random) {
        return List.of(
                // Its names: request id, trace.
                new IdentifyStage(random),
                // The first route in the file that matches; 404, 405.
                route,
                // Fixed answers and redirects end here.
                new AnswerStage(),
                // Its service, or its share's; the maintenance answer; the cap and the queue before it.
                new AdmitStage(desks),
                // The instance that is asked first.
                new BalanceStage());
    }
}
