package dev.drover.registry.ensemble;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks members what they do, all at once: who is not there costs a second or two, however many that are. */
final class Lookout {
    private final Identity identity;

    Lookout(Identity identity) {
        this.identity = identity;
    }

    /**
     * Looks at those that are declared and those that belong to it.
     *
     * @param known the newest list of members that is known
     */
    Census look(List<Place> declared, Ports ports, Optional<Roll> known) throws InterruptedException {
        var doors = new LinkedHashMap<String, Integer>();
        declared.forEach(place -> doors.put(place.address(), ports.clients()));
        known.ifPresent(roll -> roll.seats()
                .forEach(seat -> doors.put(seat.address(), seat.ports().clients())));
        return new Census(known, ask(doors));
    }

    private Map<String, Census.Doing> ask(Map<String, Integer> doors) throws InterruptedException {
        var asked = new LinkedHashMap<String, Future<Answer>>();
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            doors.forEach(
                    (address, port) -> asked.put(address, askers.submit(() -> Doorstep.ask(identity, address, port))));
        }
        var seen = new LinkedHashMap<String, Census.Doing>();
        for (var answer : asked.entrySet()) {
            try {
                seen.put(answer.getKey(), Census.Doing.of(answer.getValue().get()));
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return seen;
    }
}
