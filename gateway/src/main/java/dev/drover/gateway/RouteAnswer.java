package dev.drover.gateway;

import dev.drover.gateway.route.Explanation;
import dev.drover.gateway.service.Preview;
import java.util.Optional;

/**
 * What this node would do with a request now.
 *
 * @param preview of the service that is asked; empty if none is
 */
public record RouteAnswer(Explanation explanation, Optional<Preview> preview) {}
