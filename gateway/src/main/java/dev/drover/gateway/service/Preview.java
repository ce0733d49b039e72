package dev.drover.gateway.service;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.ServiceState;
import dev.drover.gateway.stage.Request;
import dev.drover.model.Balance;
import dev.drover.model.Service;
import dev.drover.plane.Traffic;
import dev.drover.policy.balance.Balancer;
import dev.drover.policy.balance.Member;
import dev.drover.policy.balance.Tokens;
import dev.drover.policy.balance.Tried;
import java.util.HashSet;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which instance a service would choose for a request, by the balancer that really chooses.
 *
 * @param state every instance, and whether it could be chosen
 * @param instance empty if none can be chosen, and where it is a turn or a draw
 * @param certain true if a request like this goes there as long as nothing changes; false if only the next one does
 * @param why in words, such as {@code "by hash of header X-User"}
 */
public record Preview(ServiceState state, Optional<String> instance, boolean certain, String why) {
    /** Draws that must agree before a name is given. */
    private static final int DRAWS = 32;

    private record Seen(InstanceId id, int inFlight) implements Member {}

    /** Asks the table as a loop would, with what is in flight on all loops. */
    public static Preview of(ServiceTable table, Request request, Traffic traffic, Tokens tokens, long nowMillis) {
        var asked = new Asked(table, traffic, nowMillis);
        CharSequence key = BalanceKey.of(table.service().balance()).of(request);
        return switch (table.service().balance()) {
            case Balance.RoundRobin r -> asked.inTurn();
            case Balance.LeastRequests l -> asked.leastRequests("");
            case Balance.Hash(Balance.Key what) -> asked.byHash(what, key, request);
            case Balance.Sticky(String cookie, var lifetime) -> asked.byCookie(cookie, key, tokens);
        };
    }

    /** As the file declares the service, while nothing of it is observed. Only a node reads its cookies and resolves names. */
    public static Preview declared(Service service, Request request) {
        ServiceState state = Declared.state(service);
        ServiceTable table = ServiceTable.of(service, state, new Tokens(new byte[16]), new ConcurrencyCap());
        var asked = new Asked(table, Traffic.none(), 0);
        CharSequence key = BalanceKey.of(service.balance()).of(request);
        Optional<String> name = Declared.unresolved(service);
        if (name.isPresent()) {
            return asked.open("one of those that " + name.get() + " stands for; only a node resolves it");
        }
        return switch (service.balance()) {
            case Balance.RoundRobin r -> asked.inTurn();
            case Balance.LeastRequests l -> asked.leastRequests("");
            case Balance.Hash(Balance.Key what) -> asked.byHash(what, key, request);
            case Balance.Sticky(String cookie, var lifetime) ->
                key == null
                        ? asked.leastRequests("there is no cookie " + cookie + ": ")
                        : asked.open("by cookie " + cookie + ", which only a node can read");
        };
    }

    /** One table with the traffic at one moment. */
    private record Asked(ServiceTable table, Traffic traffic, long nowMillis) {
        Preview inTurn() {
            Preview few = atMostOne("");
            return few != null ? few : open("in turn; each event loop has a turn of its own");
        }

        Preview byHash(Balance.Key what, @Nullable CharSequence key, Request request) {
            if (key == null) {
                return leastRequests("there is no " + words(what, request) + " to hash: ");
            }
            Preview none = none();
            return none != null ? none : sure(picked(key, false, 0), "by hash of " + words(what, request));
        }

        Preview byCookie(String cookie, @Nullable CharSequence value, Tokens tokens) {
            if (value == null) {
                return leastRequests("there is no cookie " + cookie + ": ");
            }
            Optional<Instance> named = table.state().instances().stream()
                    .filter(i -> CharSequence.compare(tokens.of(i.id()), value) == 0)
                    .findFirst();
            if (named.isEmpty()) {
                return leastRequests("cookie " + cookie + " names no instance of this service: ");
            }
            Instance wanted = named.get();
            if (!wanted.standing().isIn()) {
                return leastRequests(
                        "cookie " + cookie + " names " + wanted.id().instance() + ", which is out ("
                                + wanted.standing().why() + "): ");
            }
            Preview none = none();
            return none != null ? none : sure(wanted.id().instance(), "by cookie " + cookie);
        }

        /** Of two drawn the one with fewer: a name is known where every draw gives the same. */
        Preview leastRequests(String before) {
            Preview few = atMostOne(before);
            if (few != null) {
                return few;
            }
            var seen = new HashSet<@Nullable String>();
            for (int seed = 0; seed < DRAWS && seen.size() < 2; seed++) {
                seen.add(picked(null, true, seed));
            }
            String now = seen.iterator().next();
            return seen.size() == 1 && now != null
                    ? new Preview(
                            table.state(), Optional.of(now), false, before + "it has the fewest requests in flight now")
                    : open(before + "two are drawn, the one with fewer requests in flight is taken");
        }

        @Nullable
        Preview atMostOne(String before) {
            Preview none = none();
            if (none != null || table.balancing().instances().size() > 1) {
                return none;
            }
            return sure(
                    table.balancing().instances().getFirst().id().instance(), before + "the only one that can serve");
        }

        @Nullable
        Preview none() {
            if (table.isInMaintenance()) {
                return open("none: all are down, the maintenance answer is given");
            }
            return table.balancing().instances().isEmpty() ? open("none: no instance can serve") : null;
        }

        private @Nullable String picked(@Nullable CharSequence key, boolean loaded, int seed) {
            Balancer<Seen> balancer = table.balancing()
                    .on(
                            (Instance i) -> new Seen(i.id(), loaded ? traffic.inFlight(i.id()) : 0),
                            new SplittableRandom(seed));
            Seen picked = balancer.pick(key, new Tried(), nowMillis);
            return picked == null ? null : picked.id().instance();
        }

        private Preview sure(@Nullable String instance, String why) {
            return new Preview(table.state(), Optional.ofNullable(instance), true, why);
        }

        Preview open(String why) {
            return new Preview(table.state(), Optional.empty(), false, why);
        }
    }

    private static String words(Balance.Key key, Request request) {
        return switch (key) {
            case Balance.Key.Header(String name) -> "header " + name;
            case Balance.Key.Cookie(String name) -> "cookie " + name;
            case Balance.Key.Client c -> "client address " + request.client().getHostAddress();
            case Balance.Key.RequestPath p -> "path " + request.path();
        };
    }
}
