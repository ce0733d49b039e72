package dev.drover.gateway.route;

import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Template;

/** Where a route's requests go, compiled. Services are named by their place in the model, so that each loop finds its own table. */
public sealed interface Destination {
    /** One service. */
    record Service(int service) implements Destination {}

    /** Several, by share. */
    record Shares(Split split) implements Destination {}

    /** Another place, told to the client. */
    record Elsewhere(int status, Template location) implements Destination {}

    /** An answer made when the table was. */
    record Fixed(Outcome.Respond respond) implements Destination {}
}
