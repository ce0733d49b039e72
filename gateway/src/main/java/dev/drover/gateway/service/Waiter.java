package dev.drover.gateway.service;

import dev.drover.gateway.answer.Problems;
import dev.drover.gateway.stage.Answer;
import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Request;
import io.netty.util.concurrent.Future;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A request that waits for a place under its service's cap. Claimed once: by the place, by its time limit, or by its end. */
final class Waiter implements Runnable {
    private final ConcurrencyCap cap;
    private final Request request;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private @Nullable Future<?> timer;
    private boolean gone;

    Waiter(ConcurrencyCap cap, Request request) {
        this.cap = cap;
        this.request = request;
    }

    void arm(long millis) {
        timer = request.loop().schedule(this::timedOut, millis, TimeUnit.MILLISECONDS);
    }

    /** True for the first who asks. From any thread. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /** A place is taken for it. From any thread. */
    void granted() {
        request.loop().execute(this);
    }

    /** On the loop: goes on with the place, or gives it back if the request ended on the way here. */
    @Override
    public void run() {
        if (gone) {
            cap.leave();
            return;
        }
        disarm();
        if (request.notes().errand() instanceof Errand errand) {
            errand.admitted(cap);
        }
        request.resume(Outcome.CONTINUE);
    }

    private void timedOut() {
        if (claim()) {
            cap.abandoned();
            gone = true;
            request.resume(new Outcome.Respond(full(request)));
        }
    }

    /** The request ended while it waits. On the loop. */
    void abandon() {
        gone = true;
        disarm();
        if (claim()) {
            cap.abandoned();
        }
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    static Answer full(Request request) {
        return Problems.of(
                503,
                "The service is at its limit of concurrent requests.",
                request.notes().trace().requestId(),
                Map.of("Retry-After", "1"));
    }
}
