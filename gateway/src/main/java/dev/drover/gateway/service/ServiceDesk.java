package dev.drover.gateway.service;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.gateway.answer.Problems;
import dev.drover.gateway.stage.Answer;
import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Patience;
import dev.drover.gateway.stage.Replay;
import dev.drover.gateway.stage.Request;
import dev.drover.model.Retry;
import dev.drover.model.Route;
import dev.drover.plane.Evidence;
import dev.drover.policy.balance.Balancer;
import dev.drover.policy.retry.Attempt;
import dev.drover.policy.retry.RetryBudget;
import dev.drover.policy.retry.Retrying;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One service on one event loop: lets requests in, chooses an instance for each attempt, and keeps the loop's connections to
 * instances across generations. All calls on that loop, except reading its counts.
 */
public final class ServiceDesk {
    /** Each is for one declared {@code retry}; those of models long gone are forgotten with all others. */
    private static final int MOST_BUDGETS = 64;

    private final LoopContext loop;
    private final Places places;
    private final Map<Retry, RetryBudget> budgets = new HashMap<>();
    private final DeskCounts counts = new DeskCounts();
    private Retry budgeted = Retry.DEFAULT;
    private RetryBudget budget;
    private ServiceTable table;
    private Balancer<Place> balancer;
    private BalanceKey key;

    ServiceDesk(ServiceTable table, LoopContext loop) {
        this.loop = loop;
        this.budget = new RetryBudget(budgeted.budgetPercent(), loop.loops());
        this.budgets.put(budgeted, budget);
        this.places = new Places(loop);
        this.table = table;
        this.key = BalanceKey.of(table.service().balance());
        this.balancer = balancer(table);
    }

    /** Takes a newer table. Instances that are still reached in the same way keep their connections. */
    void adopt(ServiceTable newer) {
        if (newer.sendsAs(table)) {
            table = newer;
        } else {
            table = newer;
            key = BalanceKey.of(newer.service().balance());
            balancer = balancer(newer);
            if (budgets.size() > MOST_BUDGETS) {
                budgets.clear();
            }
        }
    }

    private Balancer<Place> balancer(ServiceTable of) {
        places.keepOnly(of);
        return of.balancing().on((Instance instance) -> places.place(of, instance), loop.random());
    }

    void close() {
        places.retireAll();
    }

    public ServiceTable table() {
        return table;
    }

    public DeskCounts counts() {
        return counts;
    }

    /** Requests in flight at this instance from this loop. From any thread. */
    public int inFlight(InstanceId id) {
        return places.inFlight(id);
    }

    /** Tells what this loop counted at each instance in service. From any thread. */
    void eachCounts(BiConsumer<InstanceId, InstanceCounts> told) {
        places.eachCounts(told);
    }

    /** Takes the request in, or lets it wait, or sends it away. */
    Outcome admit(Request request, Errand errand, Route route) {
        errand.begin(this, route.retry().orElse(table.service().retry()));
        if (table.maintenance() != null && table.isInMaintenance()) {
            return new Outcome.Respond(table.maintenance());
        }
        request.notes().patience(patience(route));
        ConcurrencyCap cap = table.cap();
        if (cap.isOff()) {
            return Outcome.CONTINUE;
        }
        if (cap.enter()) {
            errand.admitted(cap);
            return Outcome.CONTINUE;
        }
        return await(request, errand, cap);
    }

    private Outcome await(Request request, Errand errand, ConcurrencyCap cap) {
        var waiter = new Waiter(cap, request);
        if (!cap.queue(waiter)) {
            counts.turnedAway().add(1);
            return new Outcome.Respond(Waiter.full(request));
        }
        counts.queued().add(1);
        errand.waits(waiter);
        waiter.arm(table.service().pending().timeout().toMillis());
        return Outcome.AWAIT;
    }

    private Patience patience(Route route) {
        Patience usual = table.patience();
        return route.timeout()
                .map(t -> new Patience(usual.connect(), usual.head(), usual.idle(), t.toMillis()))
                .orElse(usual);
    }

    /** Chooses for the first attempt. */
    Outcome choose(Request request, Errand errand) {
        budget(errand.retry()).request(loop.ticker().nanos());
        if (!pick(request, errand)) {
            return new Outcome.Respond(problem(request, 503, "No instance of the service is available.", "5"));
        }
        return Outcome.CONTINUE;
    }

    private boolean pick(Request request, Errand errand) {
        CharSequence wanted = key.of(request);
        Place chosen = balancer.pick(wanted, errand.tried(), loop.ticker().millis());
        if (chosen == null) {
            return false;
        }
        InstanceId id = chosen.upstream().id();
        key.remember(request, wanted, table.balancing(), id);
        errand.tried().add(id);
        move(errand, chosen);
        request.notes().upstream(chosen.upstream());
        return true;
    }

    private static void move(Errand errand, Place chosen) {
        Place before = errand.place();
        if (before != null) {
            before.released();
        }
        chosen.taken();
        errand.place(chosen);
        errand.answered(false);
    }

    void answered(Errand errand, int status) {
        Place place = errand.place();
        if (place != null && !errand.answered()) {
            errand.answered(true);
            place.answered(status);
        }
    }

    boolean refuses(Request request, Errand errand, int status, Replay replay) {
        answered(errand, status);
        Attempt.Failure cause = switch (status) {
            case 502 -> Attempt.Failure.STATUS_502;
            case 503 -> Attempt.Failure.STATUS_503;
            case 504 -> Attempt.Failure.STATUS_504;
            default -> Attempt.Failure.OTHER;
        };
        return cause != Attempt.Failure.OTHER && again(request, errand, cause, replay);
    }

    Outcome failed(Request request, Errand errand, Evidence.Failure failure, Replay replay) {
        Place place = errand.place();
        if (place != null) {
            place.failed(failure, errand.answered());
        }
        if (again(request, errand, cause(failure), replay)) {
            return Outcome.CONTINUE;
        }
        return new Outcome.Respond(
                failure == Evidence.Failure.TIMEOUT
                        ? problem(request, 504, "The service did not answer in time.", null)
                        : problem(request, 502, "The service could not be reached or broke off its answer.", null));
    }

    private static Attempt.Failure cause(Evidence.Failure failure) {
        return switch (failure) {
            case CONNECT -> Attempt.Failure.CONNECT;
            case RESET -> Attempt.Failure.RESET;
            case TIMEOUT -> Attempt.Failure.TIMEOUT;
            case GARBAGE, STATUS_5XX -> Attempt.Failure.OTHER;
        };
    }

    private boolean again(Request request, Errand errand, Attempt.Failure cause, Replay replay) {
        var attempt = new Attempt(
                cause,
                request.method(),
                replay != Replay.NOTHING_SENT,
                replay != Replay.IMPOSSIBLE,
                false,
                request.notes().attempts());
        RetryBudget budget = budget(errand.retry());
        Retrying.Decision decision =
                Retrying.decide(errand.retry(), attempt, budget, loop.ticker().nanos());
        if (decision == Retrying.Decision.NO_BUDGET) {
            counts.overBudget().add(1);
        }
        if (decision != Retrying.Decision.RETRY || !pickAnother(request, errand)) {
            return false;
        }
        counts.retries().add(1);
        return true;
    }

    /** The same instance again only if there is no other: a connection may break without its instance. */
    private boolean pickAnother(Request request, Errand errand) {
        if (pick(request, errand)) {
            return true;
        }
        errand.tried().clear();
        return pick(request, errand);
    }

    /** Nearly always that of the request before. */
    private RetryBudget budget(Retry retry) {
        if (retry != budgeted) {
            budgeted = retry;
            budget = budgets.computeIfAbsent(retry, r -> new RetryBudget(r.budgetPercent(), loop.loops()));
        }
        return budget;
    }

    private static Answer problem(Request request, int status, String detail, @Nullable String retryAfter) {
        return Problems.of(
                status,
                detail,
                request.notes().trace().requestId(),
                retryAfter == null ? Map.of() : Map.of("Retry-After", retryAfter));
    }

    /** Instances in service, in the order of the board. */
    public List<Instance> inService() {
        return table.balancing().instances();
    }
}
