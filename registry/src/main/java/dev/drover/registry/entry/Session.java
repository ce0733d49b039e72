package dev.drover.registry.entry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Somebody's claim to be alive, by which locks on keys are held. It ends when its node or one of its checks is removed, when one
 * of those checks turns critical, when nobody renews it in time, and when it is destroyed
 * (<a href="https://developer.hashicorp.com/consul/docs/automate/session">Consul: sessions</a>).
 *
 * @param id a UUID
 * @param lockDelay for how long nobody gets a lock that was taken away
 * @param behaviour what becomes of the keys it holds
 * @param ttl how long it lasts without being renewed, at least; zero: for ever
 * @param nodeChecks ids of checks of its node
 * @param serviceChecks ids of checks of services on its node
 * @param renewed when it was last known to be alive, by the clock of the order of writes; set by the registry
 */
public record Session(
        String id,
        String name,
        String node,
        Duration lockDelay,
        Behaviour behaviour,
        Duration ttl,
        List<String> nodeChecks,
        List<String> serviceChecks,
        Instant renewed,
        long createIndex,
        long modifyIndex)
        implements Entry {
    /** What becomes of the keys that a session holds when it ends. */
    public enum Behaviour {
        RELEASE,
        DELETE
    }

    public Session {
        nodeChecks = List.copyOf(nodeChecks);
        serviceChecks = List.copyOf(serviceChecks);
    }

    public static Session of(String id, String node) {
        return new Session(
                id,
                "",
                node,
                Duration.ofSeconds(15),
                Behaviour.RELEASE,
                Duration.ZERO,
                List.of(),
                List.of(),
                Instant.EPOCH,
                0,
                0);
    }

    public Session renewedAt(Instant time) {
        return new Session(
                id, name, node, lockDelay, behaviour, ttl, nodeChecks, serviceChecks, time, createIndex, modifyIndex);
    }

    public Session at(long created, long modified) {
        return new Session(
                id, name, node, lockDelay, behaviour, ttl, nodeChecks, serviceChecks, renewed, created, modified);
    }
}
