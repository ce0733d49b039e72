package dev.drover.gateway.service;

import dev.drover.gateway.stage.Notes;
import dev.drover.model.Retry;
import dev.drover.policy.balance.Tried;
import org.jspecify.annotations.Nullable;

/** What a request holds of its service while it is under way. One per connection, emptied for each request. */
public final class Errand implements Notes.Errand {
    private final Tried tried = new Tried();
    private Retry retry = Retry.DEFAULT;
    private boolean answered;
    private @Nullable ServiceDesk desk;
    private @Nullable Place place;
    private @Nullable ConcurrencyCap admittedBy;
    private @Nullable Waiter waiter;

    /** The one of this request's connection; made when the first request needs it. */
    public static Errand of(Notes notes) {
        if (notes.errand() instanceof Errand errand) {
            return errand;
        }
        var errand = new Errand();
        notes.errand(errand);
        return errand;
    }

    void begin(ServiceDesk at, Retry how) {
        desk = at;
        retry = how;
        answered = false;
    }

    Retry retry() {
        return retry;
    }

    /** True if the present attempt got a response head. */
    boolean answered() {
        return answered;
    }

    void answered(boolean now) {
        answered = now;
    }

    /** Null if the request went to no service. */
    public @Nullable ServiceDesk desk() {
        return desk;
    }

    /** Name of the service it went to; empty if to none. */
    public String service() {
        return desk == null ? "" : desk.table().service().name();
    }

    /** Name of the instance that was asked last; empty if none was. */
    public String instance() {
        return place == null ? "" : place.upstream().id().instance();
    }

    @Nullable
    Place place() {
        return place;
    }

    void place(@Nullable Place chosen) {
        place = chosen;
    }

    Tried tried() {
        return tried;
    }

    void waits(Waiter one) {
        waiter = one;
    }

    void admitted(ConcurrencyCap by) {
        waiter = null;
        admittedBy = by;
    }

    /** Gives back whatever it holds; for a request that holds nothing it does nothing. */
    public void end() {
        if (waiter != null) {
            waiter.abandon();
            waiter = null;
        }
        if (place != null) {
            place.released();
            place = null;
        }
        if (admittedBy != null) {
            admittedBy.leave();
            admittedBy = null;
        }
        desk = null;
        tried.clear();
    }
}
