package dev.drover.supervisor;

import dev.drover.board.Change;
import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Takes instances out of service before they are stopped, and puts back what the operator wished. */
final class Drain {
    /** By whom the intent is set, as {@code drover explain} shows it. */
    static final String BY = "restart";

    /** Requests that were given to an instance just before everybody knew are counted by then. */
    private static final Duration SETTLE = Duration.ofMillis(100);

    private final Workshop shop;
    private final Bell bell;

    Drain(Workshop shop, Bell bell) {
        this.shop = shop;
        this.bell = bell;
    }

    /** Asks that nothing new comes to it; one that an operator drained or forced down stays as it is. */
    Optional<Intent> ask(InstanceId id, String reason) {
        Intent before = shop.board().now().instance(id).map(Instance::intent).orElse(null);
        if (before == null) {
            return Optional.empty();
        }
        return switch (before.wish()) {
            case DRAINING, FORCED_DOWN -> Optional.empty();
            case IN_SERVICE, FORCED_UP -> {
                var draining = new Intent(Intent.Wish.DRAINING, shop.ticker().instant(), BY, reason);
                shop.board().apply(new Change.Intend(id, draining));
                yield Optional.of(before);
            }
        };
    }

    /** Nobody but a restart keeps it out of service. */
    boolean isMeantToServe(Keeper keeper) {
        return shop.board().now().instance(keeper.id()).map(Instance::intent).stream()
                .anyMatch(i -> switch (i.wish()) {
                    case IN_SERVICE, FORCED_UP -> true;
                    case DRAINING -> i.by().equals(BY);
                    case FORCED_DOWN -> false;
                });
    }

    /** Puts back what was wished before, unless somebody wished something else meanwhile. */
    void undo(InstanceId id, Intent before) {
        Intent now = shop.board().now().instance(id).map(Instance::intent).orElse(before);
        if (now.by().equals(BY)) {
            shop.board().apply(new Change.Intend(id, before));
        }
    }

    /** Waits until they have nothing in flight, no longer than that, and says whether it came to that. */
    boolean await(List<InstanceId> ids, Duration longest, BooleanSupplier abort) throws InterruptedException {
        bell.until(abort, SETTLE);
        return bell.until(() -> abort.getAsBoolean() || inFlight(ids) == 0, longest);
    }

    int inFlight(List<InstanceId> ids) {
        return ids.stream().mapToInt(shop.traffic()::inFlight).sum();
    }
}
