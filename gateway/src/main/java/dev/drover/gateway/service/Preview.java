package dev.drover.gateway.service;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.gateway.stage.Request;
import dev.drover.model.Balance;
import dev.drover.plane.Traffic;
import dev.drover.policy.balance.Balancer;
import dev.drover.policy.balance.Member;
import dev.drover.policy.balance.Tried;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Which instance a service would choose for a request, by the balancer that really chooses.
 *
 * @param instance empty if none is in service
 * @param certain true if a request like this goes there as long as nothing changes; false where it is a draw or a turn
 * @param how in words, such as {@code "least requests of 2 in service"}
 * @param inService in the order of the board
 */
public record Preview(String service, Optional<String> instance, boolean certain, String how, List<String> inService) {
    public Preview {
        inService = List.copyOf(inService);
    }

    private record Seen(InstanceId id, int inFlight) implements Member {}

    /** Asks the table as a loop would, with what is in flight on all loops. */
    public static Preview of(ServiceTable table, Request request, Traffic traffic, long nowMillis) {
        if (table.isInMaintenance()) {
            return new Preview(
                    table.service().name(), Optional.empty(), true, "all are down: the maintenance answer", List.of());
        }
        Balancer<Seen> balancer = table.balancing()
                .on((Instance i) -> new Seen(i.id(), traffic.inFlight(i.id())), new SplittableRandom(0));
        BalanceKey kind = BalanceKey.of(table.service().balance());
        CharSequence key = kind.of(request);
        Seen picked = balancer.pick(key, new Tried(), nowMillis);
        int count = balancer.members().size();
        return new Preview(
                table.service().name(),
                Optional.ofNullable(picked).map(p -> p.id().instance()),
                key != null || count <= 1,
                how(table.service().balance(), key != null) + " of " + count + " in service",
                balancer.members().stream().map(m -> m.id().instance()).toList());
    }

    private static String how(Balance balance, boolean hasKey) {
        return switch (balance) {
            case Balance.RoundRobin r -> "in turn";
            case Balance.LeastRequests l -> "least requests";
            case Balance.Hash h -> hasKey ? "by hash" : "least requests, as there is nothing to hash,";
            case Balance.Sticky s -> hasKey ? "by cookie" : "least requests, as there is no cookie,";
        };
    }
}
