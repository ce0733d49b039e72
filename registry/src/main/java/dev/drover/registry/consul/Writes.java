package dev.drover.registry.consul;

import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;

/** Changing: a command to the registry, and what Consul would say of its outcome. */
final class Writes {
    private final Registry registry;
    private final Room room;

    Writes(Registry registry, Room room) {
        this.registry = registry;
        this.room = room;
    }

    /** Every outcome but a refusal, if the call may. */
    Outcome apply(Call call, Command command) throws Refusal, InterruptedException {
        new Vetting(registry.state(), call.permit()).vet(command);
        return apply(command);
    }

    private Outcome apply(Command command) throws Refusal, InterruptedException {
        room.demand(command);
        try {
            Outcome outcome = registry.apply(command);
            if (outcome instanceof Outcome.Refused refused) {
                throw Refusal.failed(refused.message());
            }
            return outcome;
        } catch (Unavailable e) {
            throw Refusal.failed("No cluster leader");
        }
    }

    /** Whether a condition held. */
    boolean held(Call call, Command command) throws Refusal, InterruptedException {
        return !(apply(call, command) instanceof Outcome.No);
    }
}
